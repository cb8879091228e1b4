using ShipmentTracker.Cli.Stack.Kafka;

namespace ShipmentTracker.Bench.Rig;

/// <summary>The Kafka of a run: a real broker where <c>KAFKA_HOME</c> is set, else librdkafka's in-memory one.</summary>
abstract class Broker : IAsyncDisposable
{
    public abstract string Bootstraps { get; }

    /// <summary>Its name in the report.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it keeps a backlog of any size; the in-memory one drops the oldest messages of a partition beyond 5 MB.</summary>
    public abstract bool KeepsEverything { get; }

    /// <summary>Its process, when it is one of its own.</summary>
    public abstract int? ProcessId { get; }

    /// <summary>Further settings of the silo.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>What the broker will be called, before one is started.</summary>
    public static string NameOfNext => Home is null ? InMemoryBroker.Kind : RealBroker.Kind;

    static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? home : null;

    /// <summary>A broker with an empty log.</summary>
    /// <param name="folder">A new folder for the log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Broker> Start(string folder, CancellationToken cancellationToken)
    {
        if (Home is not { } home)
            return new InMemoryBroker();
        var kafka = new LocalKafka(home, folder);
        await kafka.StartAsync(cancellationToken);
        return new RealBroker(kafka, folder);
    }

    public abstract ValueTask DisposeAsync();

    sealed class InMemoryBroker : Broker
    {
        public const string Kind = "in memory";

        readonly InMemoryKafka kafka = new();

        public override string Bootstraps => kafka.Bootstraps;

        public override string Name => Kind;

        public override bool KeepsEverything => false;

        public override int? ProcessId => null;

        public override IReadOnlyDictionary<string, string> Settings { get; }

        public InMemoryBroker() => Settings = new Dictionary<string, string> { ["Kafka__LogIdentity"] = kafka.LogIdentity, ["Kafka__CreateTopics"] = "false" };

        public override ValueTask DisposeAsync()
        {
            kafka.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    sealed class RealBroker(LocalKafka kafka, string folder) : Broker
    {
        public const string Kind = "Apache Kafka";

        public override string Bootstraps => kafka.Bootstraps;

        public override string Name => Kind;

        public override bool KeepsEverything => true;

        public override int? ProcessId => kafka.ProcessId;

        public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

        public override async ValueTask DisposeAsync()
        {
            await kafka.KillAsync();
            await kafka.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
