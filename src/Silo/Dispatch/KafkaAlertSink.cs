using System.Collections.Immutable;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.History.Dispatch;
using ShipmentTracker.Silo.Ingest;
using ShipmentTracker.Silo.Ingest.Broker;

namespace ShipmentTracker.Silo.Dispatch;

/// <summary>Sends alerts to <c>tracking.alerts</c>, keyed by asset, in the order of the history; done when the broker has acknowledged them all.</summary>
sealed class KafkaAlertSink(IOptions<KafkaOptions> options, ILogger<KafkaAlertSink> log) : IAlertSink, IDisposable
{
    readonly KeptProducer<string, byte[]> producer = new(options, log);

    public string Name => "kafka";

    public async Task Deliver(ImmutableArray<AlertNotice> notices, CancellationToken cancellationToken)
    {
        var through = producer.Current;
        try
        {
            await Task.WhenAll(notices.Select(n => through.ProduceAsync(Topics.Alerts, MessageOf(n), cancellationToken)));
        }
        catch (ProduceException<string, byte[]> failure) when (failure.Error.IsFatal)
        {
            producer.GiveUp(through);
            throw;
        }
    }

    public void Dispose() => producer.Dispose();

    static Message<string, byte[]> MessageOf(AlertNotice notice) => new()
    {
        Key = notice.Alert.Asset.ToString(),
        Value = AlertCloudEvents.Encode(notice).ToArray(),
        Headers = new Headers { { "content-type", Encoding.UTF8.GetBytes(AlertCloudEvents.ContentType) } },
    };
}
