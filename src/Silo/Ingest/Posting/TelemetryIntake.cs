using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Grains.Ingest;
using ShipmentTracker.Silo.Ingest.Broker;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Silo.Ingest.Posting;

/// <summary>Puts posted messages on their topics, keyed by asset. Judged by the decoder that reads the topics: what is taken here does not end in the dead letter.</summary>
sealed class TelemetryIntake(IOptions<KafkaOptions> options, TimeProvider time, ILogger<TelemetryIntake> log) : ITelemetryIntake, IDisposable
{
    // Whoever posted waits no longer than this; the producer gives up in the same time.
    const int AcknowledgedWithinMs = 8_000;

    readonly KeptProducer<string, byte[]> producer = new(options, log, AcknowledgedWithinMs);

    /// <inheritdoc/>
    public async Task<TelemetryReceipt> Take(ImmutableArray<TelemetryItem> items, CancellationToken cancellationToken)
    {
        var (messages, errors) = Sort(items, time.GetUtcNow());
        if (messages.IsEmpty) return new TelemetryReceipt(0, errors);
        IProducer<string, byte[]>? through = null;
        try
        {
            through = producer.Current;
            await Task.WhenAll(messages.Select(m => through.ProduceAsync(m.Topic, m.Message, cancellationToken)));
            return new TelemetryReceipt(messages.Length, errors);
        }
        catch (KafkaException failure)
        {
            if (failure.Error.IsFatal) producer.GiveUp(through!);
            log.LogWarning("{Count} posted messages were not all acknowledged: {Reason}", messages.Length, failure.Error.Reason);
            throw NotAcknowledged();
        }
        catch (ObjectDisposedException)
        {
            // It was given up, or the silo ends, since it was asked for.
            throw NotAcknowledged();
        }
    }

    public void Dispose() => producer.Dispose();

    /// <summary>Which messages go where, and what is wrong with the others.</summary>
    internal static (ImmutableArray<(string Topic, Message<string, byte[]> Message)> Messages, ImmutableArray<ItemError> Errors) Sort(
        ImmutableArray<TelemetryItem> items, DateTimeOffset now)
    {
        var messages = ImmutableArray.CreateBuilder<(string, Message<string, byte[]>)>(items.Length);
        var errors = ImmutableArray.CreateBuilder<ItemError>();
        for (var i = 0; i < items.Length; i++)
        {
            var value = ImmutableCollectionsMarshal.AsArray(items[i].Value)!;
            if (TopicOf(items[i].Topic) is not { } topic)
                errors.Add(new ItemError(i, $"topic must be one of {string.Join(", ", Topics.Telemetry)}"));
            else if (!TelemetryDecoder.TryDecode(topic, value, now, 0, out var asset, out _, out var reason))
                errors.Add(new ItemError(i, reason));
            else
                messages.Add((TelemetryTopics.NameOf(topic), new Message<string, byte[]> { Key = asset.ToString(), Value = value }));
        }

        return (messages.DrainToImmutable(), errors.ToImmutable());
    }

    static TelemetryTopic? TopicOf(string? name)
    {
        foreach (var topic in TelemetryTopics.All)
            if (TelemetryTopics.NameOf(topic) == name)
                return topic;
        return null;
    }

    static TimeoutException NotAcknowledged() => new("the broker has not acknowledged the messages");
}
