using Confluent.Kafka;

namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>
/// The in-memory broker as the local stack uses it: with the product's topics, an identity of its log made up at each start, and a brake for producers.
/// The topics the silo reads live on one pretended broker, those it writes on another, so that braking the former never stops the silo's own writing
/// (it could not get on with its reading otherwise).
/// </summary>
internal sealed class InMemoryKafka : IDisposable
{
    const int ReadBroker = 1, WrittenBroker = 2;
    const int PendingRefusals = 8;

    readonly MockKafkaCluster _cluster = new(brokers: 2);

    public InMemoryKafka()
    {
        foreach (var topic in Topics.In) Create(topic, ReadBroker);
        foreach (var topic in Topics.Out) Create(topic, WrittenBroker);
        // One address is enough for a client to learn the other, and simpler to hand on.
        Bootstraps = _cluster.Bootstraps.Split(',')[0];
    }

    public string Bootstraps { get; }

    /// <summary>What tells this log from that of the next start, whose offsets begin at 0 again.</summary>
    public string LogIdentity { get; } = $"in-memory-{Guid.CreateVersion7():N}";

    /// <summary>Refuses the next writes to the topics that the silo reads, in a way that makes every Kafka client wait a little and try again.</summary>
    public void Brake()
    {
        for (var missing = PendingRefusals - _cluster.PendingAt(ReadBroker, KafkaRequest.Produce); missing > 0; missing--)
            _cluster.FailNextAt(ReadBroker, KafkaRequest.Produce, ErrorCode.NotEnoughReplicas);
    }

    public void Dispose() => _cluster.Dispose();

    void Create(string topic, int broker)
    {
        _cluster.CreateTopic(topic, Topics.Partitions);
        for (var partition = 0; partition < Topics.Partitions; partition++) _cluster.SetLeader(topic, partition, broker);
    }
}
