using Confluent.Kafka;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Kafka;

namespace ShipmentTracker.Cli.Tests.Kafka;

public sealed class MockKafkaWatchTests : IDisposable
{
    const string Topic = "tracking.positions";
    static readonly string Message = new('x', 1000);
    static readonly MockKafkaLimits Watchful = new() { BrakeFrom = 1_000, CalmBelow = 300, Every = TimeSpan.FromMilliseconds(50) };

    readonly InMemoryKafka _kafka = new();
    readonly StringWriter _said = new();

    [Fact]
    public async Task A_producer_faster_than_the_silo_is_slowed_down_and_nothing_is_lost()
    {
        const int count = 6_000;
        await using var watch = await MockKafkaWatch.StartAsync(_kafka, _kafka.Brake, new Terminal(_said), Watchful, TimeProvider.System);
        // More than a partition can hold.
        var delivered = WriteAsync(count);
        await Eventually.True(() => Said.Contains("slows its producers down"), "a warning");

        using var silo = KafkaClient.Consumer(_kafka.Bootstraps, Topics.GroupOf(Topic));
        silo.Subscribe(Topic);
        for (var read = 1; read <= count; read++)
        {
            var message = silo.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException($"no message after {read}");
            message.Offset.Value.Should().Be(read - 1);
            if (read % 100 == 0) silo.Commit(message);
        }

        await delivered;
        await Eventually.True(() => Said.Contains("up to date again"), "calm");
        Said.Should().NotContain("DROPPED");
    }

    [Fact]
    public async Task What_the_silo_writes_is_never_slowed_down()
    {
        using var producer = KafkaClient.Producer(_kafka.Bootstraps, messageTimeoutMs: 10_000);
        _kafka.Brake();

        foreach (var topic in Topics.Out) await producer.ProduceAsync(topic, new() { Value = Message });
    }

    [Fact]
    public async Task A_message_dropped_unread_is_said_loudly()
    {
        // More than 5 MB in one partition, with nobody to brake.
        await using var watch = await MockKafkaWatch.StartAsync(_kafka, () => { }, new Terminal(_said), Watchful, TimeProvider.System);
        using var producer = KafkaClient.Producer(_kafka.Bootstraps);

        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => producer.ProduceAsync(new TopicPartition(Topic, 3), new() { Value = Message })));

        await Eventually.True(() => Said.Contains("DROPPED"), "an alarm");
        Said.Should().Contain($"messages of {Topic} [3] that are not in the history yet (offsets 0 to ");
    }

    public void Dispose() => _kafka.Dispose();

    async Task WriteAsync(int count)
    {
        using var producer = KafkaClient.Producer(_kafka.Bootstraps);
        for (var written = 0; written < count; written += 10)
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => producer.ProduceAsync(new TopicPartition(Topic, 0), new() { Value = Message })));
    }

    // The terminal's writer is synchronised on itself; a reader of what it writes must be, too.
    string Said
    {
        get
        {
            for (; ; )
            {
                try
                {
                    return _said.ToString();
                }
                catch (ArgumentOutOfRangeException)
                {
                    // Caught it growing; look again.
                }
            }
        }
    }
}
