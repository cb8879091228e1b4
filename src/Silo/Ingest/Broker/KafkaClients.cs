using Confluent.Kafka;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>Settings of the clients of the broker; every number that is not librdkafka's default has its reason here.</summary>
static class KafkaClients
{
    const string ClientId = "shiptrack-silo";

    public static ConsumerConfig Consumer(KafkaOptions options, string topic) => Common(new ConsumerConfig
    {
        GroupId = $"shiptrack-{topic}",

        // Offsets are stored by us when they are durable; librdkafka commits what is stored, in the background, when partitions are revoked, and
        // at the end. So a commit never holds up the poll loop, not even with the broker away.
        EnableAutoOffsetStore = false,
        EnableAutoCommit = true,
        AutoCommitIntervalMs = 1000,

        // No committed offset means a new group or a log made anew: all of it is new to us.
        AutoOffsetReset = AutoOffsetReset.Earliest,

        // A silo that comes or goes must not stop the partitions that stay where they are.
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,

        // The word that a partition's end is reached is what tells "all read" from "nothing came yet" (see PartitionProgress).
        EnablePartitionEof = true,

        // A killed silo's partitions move within seconds. Brokers refuse less than 6 s by default.
        SessionTimeoutMs = 8000,

        // A member learns of a rebalance with its next heartbeat, and moving a partition takes two of them.
        HeartbeatIntervalMs = 1000,

        // The default pause of 1 s when the local queue is full would make throughput come in gusts.
        FetchQueueBackoffMs = 50,
        QueuedMaxMessagesKbytes = 32 * 1024,

        // A consumer reads one topic: naming it anew with each message is work for nothing.
        ConsumeResultFields = "headers,timestamp",

        // Topics made anew, and partitions added, are noticed soon.
        TopicMetadataRefreshIntervalMs = 10_000,
        AllowAutoCreateTopics = false,
    }, options);

    public static ProducerConfig Producer(KafkaOptions options) => Common(new ProducerConfig
    {
        EnableIdempotence = true,
        Acks = Acks.All,

        // Our own retries go on for ever; librdkafka need not hold a message for its default of 5 minutes.
        MessageTimeoutMs = 30_000,
        LingerMs = 5,

        // What a broker took in we can put back, with our headers on top.
        MessageMaxBytes = 16 * 1024 * 1024,
    }, options);

    public static AdminClientConfig Admin(KafkaOptions options) => Common(new AdminClientConfig(), options);

    static T Common<T>(T config, KafkaOptions options)
        where T : ClientConfig
    {
        config.BootstrapServers = options.BootstrapServers;
        config.ClientId = ClientId;
        config.ReconnectBackoffMs = 100;

        // A broker that comes back is found within this.
        config.ReconnectBackoffMaxMs = 2000;
        config.SocketKeepaliveEnable = true;
        foreach (var (key, value) in options.Properties) config.Set(key, value);
        return config;
    }
}
