using Confluent.Kafka;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Bench.Rig;

/// <summary>Watches how far the silo's group has committed the positions, without ever joining it. That is a question to the broker, none to the silo or the database.</summary>
sealed class Consumption : IDisposable
{
    static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    readonly IConsumer<Ignore, Ignore> consumer;

    public Consumption(string bootstraps) => consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
    {
        BootstrapServers = bootstraps,
        GroupId = $"shiptrack-{Topics.Positions}",
        EnableAutoCommit = false,
    }).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();

    /// <summary>How many messages before the given ends are not committed yet. Blocks for the broker's answer.</summary>
    public long Missing(IReadOnlyDictionary<int, long> ends) => Each(ends).Sum(p => p.Missing);

    /// <summary>The same of the partition that lags most.</summary>
    public long MostMissing(IReadOnlyDictionary<int, long> ends) => Each(ends).Max(p => (long?)p.Missing) ?? 0;

    public void Dispose() => consumer.Dispose();

    List<(int Partition, long Missing)> Each(IReadOnlyDictionary<int, long> ends) => ends.Count == 0
        ? []
        :
        [
            .. consumer.Committed(ends.Keys.Select(partition => new TopicPartition(Topics.Positions, partition)), AnswerWithin)
                .Select(p => (p.Partition.Value, Math.Max(0, ends[p.Partition] - (p.Offset.IsSpecial ? 0 : p.Offset.Value)))),
        ];
}
