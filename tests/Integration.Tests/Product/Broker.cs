using System.Globalization;
using ShipmentTracker.Cli.Stack.Kafka;

namespace ShipmentTracker.Integration.Tests.Product;

/// <summary>The Kafka of a test: librdkafka's in-memory one, or a real Apache Kafka.</summary>
abstract class Broker : IAsyncDisposable
{
    public abstract string Bootstraps { get; }

    /// <summary>Further settings of the silo.</summary>
    public virtual IEnumerable<(string Name, string Value)> Settings => [];

    public abstract ValueTask DisposeAsync();

    public static Broker InMemory() => new InMemoryBroker();

    /// <summary>A real broker; the test is skipped where there is none.</summary>
    public static async Task<RealBroker> Real(string folder)
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Skip.If(string.IsNullOrEmpty(home), "KAFKA_HOME is not set: no real Apache Kafka to test against");
        var broker = new RealBroker(home!, Path.Combine(folder, "kafka"));
        await broker.Start();
        return broker;
    }

    sealed class InMemoryBroker : Broker
    {
        readonly InMemoryKafka kafka = new();

        public override string Bootstraps => kafka.Bootstraps;

        public override IEnumerable<(string Name, string Value)> Settings => [("Kafka__LogIdentity", kafka.LogIdentity), ("Kafka__CreateTopics", "false")];

        public override ValueTask DisposeAsync()
        {
            kafka.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A real Apache Kafka with a log of its own.</summary>
sealed class RealBroker(string home, string folder) : Broker
{
    LocalKafka kafka = new(home, folder);

    public override string Bootstraps => kafka.Bootstraps;

    public Task Start() => kafka.StartAsync();

    public Task Kill() => kafka.KillAsync();

    /// <summary>Everything in it is gone, and another broker answers at the same address.</summary>
    public async Task Wipe()
    {
        var port = int.Parse(Bootstraps.Split(':')[1], CultureInfo.InvariantCulture);
        await kafka.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        kafka = new LocalKafka(home, folder, port);
        await kafka.StartAsync();
    }

    public override ValueTask DisposeAsync() => kafka.DisposeAsync();
}
