using Confluent.Kafka;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>Passes librdkafka's own log on.</summary>
static class KafkaLog
{
    public static void Write(ILogger log, LogMessage message)
    {
        // librdkafka says "connection refused" for every attempt at every broker; the health check tells about an outage once.
        var level = message.Level switch
        {
            SyslogLevel.Emergency or SyslogLevel.Alert or SyslogLevel.Critical => LogLevel.Error,
            SyslogLevel.Error or SyslogLevel.Warning => LogLevel.Debug,
            _ => LogLevel.Trace,
        };
        if (log.IsEnabled(level)) log.Log(level, "{Client} {Facility}: {Message}", message.Name, message.Facility, message.Message);
    }
}
