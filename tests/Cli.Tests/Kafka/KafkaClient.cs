using Confluent.Kafka;

namespace ShipmentTracker.Cli.Tests.Kafka;

/// <summary>The few things tests do with a broker.</summary>
static class KafkaClient
{
    public static IProducer<Null, string> Producer(string bootstraps, int messageTimeoutMs = 30_000) => new ProducerBuilder<Null, string>(new ProducerConfig
    {
        BootstrapServers = bootstraps,
        MessageTimeoutMs = messageTimeoutMs,
        LingerMs = 0,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    public static IConsumer<Ignore, string> Consumer(string bootstraps, string group) => new ConsumerBuilder<Ignore, string>(new ConsumerConfig
    {
        BootstrapServers = bootstraps,
        GroupId = group,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        EnableAutoCommit = false,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    public static IReadOnlyList<string> ReadAll(string bootstraps, string topic, int count)
    {
        using var consumer = Consumer(bootstraps, "reader");
        consumer.Subscribe(topic);
        return [.. Enumerable.Range(0, count).Select(_ => consumer.Consume(TimeSpan.FromSeconds(30))?.Message.Value ?? throw new TimeoutException("no message"))];
    }
}
