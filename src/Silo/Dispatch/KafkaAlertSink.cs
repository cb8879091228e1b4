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
    readonly Lock gate = new();
    IProducer<string, byte[]>? producer;

    public string Name => "kafka";

    public async Task Deliver(ImmutableArray<AlertNotice> notices, CancellationToken cancellationToken)
    {
        var through = Through();
        try
        {
            await Task.WhenAll(notices.Select(n => through.ProduceAsync(Topics.Alerts, MessageOf(n), cancellationToken)));
        }
        catch (ProduceException<string, byte[]> failure) when (failure.Error.IsFatal)
        {
            // An idempotent producer that has failed fatally sends nothing ever again; the next delivery gets a new one.
            GiveUp(through);
            throw;
        }
    }

    public void Dispose()
    {
        lock (gate) producer?.Dispose();
    }

    static Message<string, byte[]> MessageOf(AlertNotice notice) => new()
    {
        Key = notice.Alert.Asset.ToString(),
        Value = AlertCloudEvents.Encode(notice).ToArray(),
        Headers = new Headers { { "content-type", Encoding.UTF8.GetBytes(AlertCloudEvents.ContentType) } },
    };

    IProducer<string, byte[]> Through()
    {
        lock (gate)
        {
            return producer ??= new ProducerBuilder<string, byte[]>(KafkaClients.Producer(options.Value))
                .SetLogHandler((_, message) => KafkaLog.Write(log, message))
                .SetErrorHandler((_, _) => { })
                .Build();
        }
    }

    void GiveUp(IProducer<string, byte[]> broken)
    {
        lock (gate)
        {
            if (!ReferenceEquals(producer, broken)) return;
            producer = null;
            broken.Dispose();
        }
    }
}
