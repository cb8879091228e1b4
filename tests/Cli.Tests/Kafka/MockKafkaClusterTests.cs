using Confluent.Kafka;
using ShipmentTracker.Cli.Stack.Kafka;

namespace ShipmentTracker.Cli.Tests.Kafka;

public sealed class MockKafkaClusterTests : IDisposable
{
    readonly MockKafkaCluster _cluster = new();

    [Fact]
    public async Task Any_client_can_write_and_read()
    {
        _cluster.CreateTopic("tracking.seals", partitions: 6);
        using var producer = KafkaClient.Producer(_cluster.Bootstraps);

        foreach (var number in Enumerable.Range(0, 10)) await producer.ProduceAsync("tracking.seals", new() { Value = $"message {number}" });

        KafkaClient.ReadAll(_cluster.Bootstraps, "tracking.seals", 10).Should().BeEquivalentTo(Enumerable.Range(0, 10).Select(number => $"message {number}"));
    }

    [Fact]
    public async Task Clusters_live_side_by_side()
    {
        using MockKafkaCluster other = new();
        other.CreateTopic("t", 1);
        _cluster.CreateTopic("t", 1);
        using var producer = KafkaClient.Producer(other.Bootstraps);

        await producer.ProduceAsync("t", new() { Value = "here" });

        KafkaClient.ReadAll(other.Bootstraps, "t", 1).Should().Equal("here");
        using var consumer = KafkaClient.Consumer(_cluster.Bootstraps, "watcher");
        consumer.QueryWatermarkOffsets(new("t", 0), TimeSpan.FromSeconds(10)).High.Value.Should().Be(0);
    }

    [Fact]
    public async Task An_injected_error_reaches_the_client_once()
    {
        _cluster.CreateTopic("t", 1);
        using var producer = KafkaClient.Producer(_cluster.Bootstraps);
        _cluster.FailNext(KafkaRequest.Produce, ErrorCode.InvalidRecord);

        var refused = () => producer.ProduceAsync("t", new() { Value = "first" });

        (await refused.Should().ThrowAsync<ProduceException<Null, string>>()).Which.Error.Code.Should().Be(ErrorCode.InvalidRecord);
        await producer.ProduceAsync("t", new() { Value = "second" });
    }

    [Fact]
    public async Task An_error_a_client_may_retry_only_delays_it()
    {
        _cluster.CreateTopic("t", 1);
        using var producer = KafkaClient.Producer(_cluster.Bootstraps);
        foreach (var _ in Enumerable.Range(0, 3)) _cluster.FailNextAt(broker: 1, KafkaRequest.Produce, ErrorCode.NotEnoughReplicas);
        _cluster.PendingAt(broker: 1, KafkaRequest.Produce).Should().Be(3);

        var delivered = await producer.ProduceAsync("t", new() { Value = "late" });

        delivered.Status.Should().Be(PersistenceStatus.Persisted);
        _cluster.PendingAt(broker: 1, KafkaRequest.Produce).Should().Be(0);
    }

    [Fact]
    public async Task A_broker_that_was_down_has_its_messages_again_when_it_is_up()
    {
        _cluster.CreateTopic("t", 1);
        using var producer = KafkaClient.Producer(_cluster.Bootstraps);
        await producer.ProduceAsync("t", new() { Value = "before" });

        _cluster.TakeDown(broker: 1);
        var waiting = producer.ProduceAsync("t", new() { Value = "after" });
        _cluster.BringUp(broker: 1);
        await waiting;

        KafkaClient.ReadAll(_cluster.Bootstraps, "t", 2).Should().Equal("before", "after");
    }

    [Fact]
    public void A_topic_is_made_only_once()
    {
        _cluster.CreateTopic("t", 1);

        var again = () => _cluster.CreateTopic("t", 1);

        again.Should().Throw<KafkaException>().Which.Error.Code.Should().Be(ErrorCode.TopicAlreadyExists);
    }

    public void Dispose() => _cluster.Dispose();
}
