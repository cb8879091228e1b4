using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>A producer that is made when it is first needed, shared by whoever sends, and replaced once it has failed for good.</summary>
/// <param name="options">Where the broker is.</param>
/// <param name="log">What librdkafka has to say goes there.</param>
/// <param name="acknowledgedWithinMs">When a message that was not acknowledged counts as failed, in milliseconds; null: as <see cref="KafkaClients"/> has it.</param>
sealed class KeptProducer<TKey, TValue>(IOptions<KafkaOptions> options, ILogger log, int? acknowledgedWithinMs = null) : IDisposable
{
    // Longer than any message may wait for its acknowledgement.
    static readonly TimeSpan ReportedWithin = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly CancellationTokenSource closing = new();
    IProducer<TKey, TValue>? current;
    Task ending = Task.CompletedTask;

    /// <summary>The one to send through now.</summary>
    /// <exception cref="ObjectDisposedException">The silo ends.</exception>
    public IProducer<TKey, TValue> Current
    {
        get
        {
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, this);
                return current ??= Make();
            }
        }
    }

    /// <summary>
    /// Whoever comes next gets a new one: an idempotent producer that has failed for good (its sequence is lost, say after the broker was wiped) never recovers. What others still have
    /// under way through it comes to its end first, since a producer that is disposed reports nothing any more.
    /// </summary>
    public void GiveUp(IProducer<TKey, TValue> failed)
    {
        lock (gate)
        {
            if (!ReferenceEquals(current, failed)) return;
            current = null;
            log.LogWarning("The producer {Producer} has failed for good and is replaced", failed.Name);
            ending = Task.WhenAll(ending, Task.Run(() => End(failed)));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            closing.Cancel();
            current?.Dispose();
            current = null;
        }

        // The process must not end while librdkafka is still at work.
        ending.GetAwaiter().GetResult();
        closing.Dispose();
    }

    void End(IProducer<TKey, TValue> failed)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
            limit.CancelAfter(ReportedWithin);
            failed.Flush(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The silo ends, or something is wrong with librdkafka: nobody waits that long.
        }
        catch (KafkaException failure)
        {
            log.LogWarning("Not everything sent through {Producer} was reported: {Reason}", failed.Name, failure.Error.Reason);
        }
        finally
        {
            failed.Dispose();
        }
    }

    IProducer<TKey, TValue> Make()
    {
        var config = KafkaClients.Producer(options.Value);
        if (acknowledgedWithinMs is { } limit) config.MessageTimeoutMs = limit;
        return new ProducerBuilder<TKey, TValue>(config)
            .SetLogHandler((_, message) => KafkaLog.Write(log, message))
            .SetErrorHandler((_, _) => { })
            .Build();
    }
}
