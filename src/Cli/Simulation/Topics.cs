namespace ShipmentTracker.Cli.Simulation;

/// <summary>Names of the Kafka topics.</summary>
public static class Topics
{
    public const string Positions = "tracking.positions";
    public const string Seals = "tracking.seals";
    public const string Sensors = "tracking.sensors";
    public const string DeadLetter = "tracking.deadletter";
}
