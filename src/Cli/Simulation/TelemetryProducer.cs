using Confluent.Kafka;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>
/// Puts device messages into Kafka, keyed by asset, in order, without loss or repetition on the way (acks from all replicas, idempotent producer).
/// The queue is bounded: when it is full, the devices wait. What was not delivered in the end is counted and the last reason kept.
/// </summary>
public sealed class TelemetryProducer(string bootstrapServers, TimeProvider time) : IDisposable
{
    const int QueueMessages = 20_000;
    static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(3);

    readonly Lock gate = new();
    IProducer<string, byte[]> producer = Build(bootstrapServers);
    long sent;
    long acknowledged;
    long failed;
    volatile string? lastError;
    volatile bool mustRebuild;

    public long Sent => Interlocked.Read(ref sent);
    public long Acknowledged => Interlocked.Read(ref acknowledged);
    public long Failed => Interlocked.Read(ref failed);
    public string? LastError => lastError;

    /// <summary>Queues one message; waits while the queue is full. <paramref name="delivered"/> is told where it came to lie, on another thread.</summary>
    public async Task SendAsync(string topic, string asset, byte[] value, Action<TopicPartitionOffset>? delivered, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (mustRebuild)
                Rebuild();
            try
            {
                producer.Produce(topic, new Message<string, byte[]> { Key = asset, Value = value }, report => OnReport(report, delivered));
                Interlocked.Increment(ref sent);
                return;
            }
            catch (ProduceException<string, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(QueueFullWait, time, cancellationToken);
            }
            catch (KafkaException broken) when (broken.Error.IsFatal)
            {
                Note(broken.Error);
            }
        }
    }

    /// <summary>Gives what is queued three seconds to leave.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            producer.Flush(FlushLimit);
            producer.Dispose();
        }
    }

    void OnReport(DeliveryReport<string, byte[]> report, Action<TopicPartitionOffset>? delivered)
    {
        if (report.Error.IsError)
        {
            Interlocked.Increment(ref failed);
            Note(report.Error);
            return;
        }
        Interlocked.Increment(ref acknowledged);
        delivered?.Invoke(report.TopicPartitionOffset);
    }

    void Note(Error error)
    {
        lastError = error.Reason;
        mustRebuild |= error.IsFatal;
    }

    // A fatal error (the broker has forgotten this producer: it was wiped or moved) is fatal for the one producer only.
    void Rebuild()
    {
        lock (gate)
        {
            mustRebuild = false;
            producer.Dispose();
            producer = Build(bootstrapServers);
        }
    }

    static IProducer<string, byte[]> Build(string bootstrapServers) =>
        new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            ClientId = "shiptrack-simulate",
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 20,
            CompressionType = CompressionType.Lz4,
            QueueBufferingMaxMessages = QueueMessages,
        })
        .SetErrorHandler((_, _) => { })
        .SetLogHandler((_, _) => { })
        .Build();
}
