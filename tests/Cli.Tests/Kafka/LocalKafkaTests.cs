using Confluent.Kafka;
using Confluent.Kafka.Admin;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Kafka;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Tests.Kafka;

public sealed class LocalKafkaTests : IDisposable
{
    static readonly string? Home = Environment.GetEnvironmentVariable("KAFKA_HOME");

    readonly TemporaryFolder _temporary = new();

    [SkippableFact]
    public async Task What_was_acknowledged_survives_a_crash_and_the_address_stays()
    {
        Skip.If(string.IsNullOrEmpty(Home), "KAFKA_HOME is not set: no real Apache Kafka to test against");
        await using LocalKafka broker = new(Home!, _temporary["kafka"]);
        await broker.StartAsync();
        var address = broker.Bootstraps;
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address }).Build())
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 1, ReplicationFactor = 1 }]);
        using (var producer = KafkaClient.Producer(address)) await producer.ProduceAsync("t", new() { Value = "kept" });

        var ended = broker.EndedAsync();
        UnixSignals.Send(broker.ProcessId, UnixSignal.Kill);
        await ended;
        await broker.StartAsync();

        broker.Bootstraps.Should().Be(address);
        KafkaClient.ReadAll(address, "t", 1).Should().Equal("kept");

        // A later run takes over what an earlier one left running.
        await using LocalKafka later = new(Home!, _temporary["kafka"]);
        await later.StartAsync();
        later.Bootstraps.Should().Be(address);
        later.ProcessId.Should().Be(broker.ProcessId);
        await later.StopAsync();
        UnixSignals.IsAlive(broker.ProcessId).Should().BeFalse();
    }

    [Fact]
    public void A_folder_that_is_no_kafka_home_is_refused_with_what_to_do_instead()
    {
        var wrong = () => new LocalKafka(_temporary.Path, _temporary["kafka"]);

        wrong.Should().Throw<StackException>().WithMessage("*has no bin/kafka*Kafka__BootstrapServers*");
    }

    public void Dispose() => _temporary.Dispose();
}
