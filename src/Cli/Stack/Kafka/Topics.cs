namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>The product's topics.</summary>
internal static class Topics
{
    public const int Partitions = 6;

    /// <summary>What the silo reads.</summary>
    public static readonly string[] In = ["tracking.positions", "tracking.seals", "tracking.sensors"];

    /// <summary>What the silo writes.</summary>
    public static readonly string[] Out = ["tracking.deadletter", "tracking.alerts"];

    /// <summary>The consumer group in which the silo reads a topic.</summary>
    public static string GroupOf(string topic) => $"shiptrack-{topic}";
}
