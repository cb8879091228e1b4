using Confluent.Kafka;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Bench.Rig;

/// <summary>
/// Puts readings into Kafka, keyed by asset. A backlog is written in a transaction: consumers see nothing of it before <see cref="Release"/>, and then all
/// of it, so that the work of writing it is over when the measuring begins.
/// </summary>
sealed class Feeder : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly IProducer<string, byte[]> producer;
    readonly bool hidden;
    readonly Lock gate = new();
    readonly Dictionary<int, long> ends = [];
    long waiting;
    string? failure;

    Feeder(string bootstraps, bool hidden, int lingerMs)
    {
        this.hidden = hidden;
        producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstraps,
            ClientId = "shiptrack-bench",
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = lingerMs,
            CompressionType = CompressionType.Lz4,
            QueueBufferingMaxMessages = 200_000,
            MessageTimeoutMs = 120_000,
            DeliveryReportFields = "status",
            TransactionalId = hidden ? $"bench-{Guid.CreateVersion7():N}" : null,
            TransactionTimeoutMs = 600_000,
        }).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        if (!hidden)
            return;
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
    }

    /// <summary>What is sent is seen at once.</summary>
    /// <param name="bootstraps">The broker.</param>
    /// <param name="lingerMs">How long a message may wait for company.</param>
    public static Feeder Open(string bootstraps, int lingerMs = 5) => new(bootstraps, false, lingerMs);

    /// <summary>What is sent is seen by consumers all together, once it is released.</summary>
    public static Feeder Hidden(string bootstraps) => new(bootstraps, true, 5);

    /// <summary>Messages sent and not acknowledged by the broker yet.</summary>
    public long Waiting => Interlocked.Read(ref waiting);

    /// <summary>Of each partition of the positions: the offset after the last message that the broker acknowledged.</summary>
    public IReadOnlyDictionary<int, long> Ends
    {
        get
        {
            lock (gate)
                return new Dictionary<int, long>(ends);
        }
    }

    /// <summary>Sends one message; waits while the queue is full.</summary>
    public void Send(string topic, string key, ReadOnlySpan<byte> value)
    {
        var message = new Message<string, byte[]> { Key = key, Value = value.ToArray() };
        while (true)
        {
            try
            {
                producer.Produce(topic, message, Delivered);
                Interlocked.Increment(ref waiting);
                return;
            }
            catch (ProduceException<string, byte[]> full) when (full.Error.Code == Confluent.Kafka.ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    /// <summary>Sends the next readings of a fleet.</summary>
    public void Send(Order order, long from, long count, CancellationToken cancellationToken, string topic = Topics.Positions)
    {
        Span<byte> buffer = stackalloc byte[PositionFix.MaxBytes];
        for (var n = from; n < from + count; n++)
        {
            if (n % 1_000 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var (asset, number) = order.At(n);
            var name = order.Fleet.NameOf(asset);
            Send(topic, name, buffer[..order.Fleet.Reading(asset, number).Write(name, buffer)]);
        }
    }

    /// <summary>Waits until the broker has acknowledged everything sent.</summary>
    /// <exception cref="StackException">It refused a message, or takes too long.</exception>
    public void Acknowledged()
    {
        if (producer.Flush(Patience) > 0)
            throw new StackException($"Kafka did not acknowledge everything within {Patience.TotalSeconds:0} s");
        if (failure is not null)
            throw new StackException($"Kafka did not take every message: {failure}");
    }

    /// <summary>Lets consumers see what was sent.</summary>
    public void Release()
    {
        Acknowledged();
        if (hidden)
            producer.CommitTransaction(Patience);
    }

    public void Dispose() => producer.Dispose();

    void Delivered(DeliveryReport<string, byte[]> report)
    {
        Interlocked.Decrement(ref waiting);
        if (report.Error.IsError)
        {
            failure = report.Error.Reason;
            return;
        }

        if (report.Topic != Topics.Positions)
            return;
        lock (gate)
            if (ends.GetValueOrDefault(report.Partition) <= report.Offset)
                ends[report.Partition] = report.Offset + 1;
    }
}
