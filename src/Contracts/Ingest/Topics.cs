namespace ShipmentTracker.Contracts.Ingest;

/// <summary>Names of the Kafka topics; others rely on them.</summary>
public static class Topics
{
    public const string Positions = "tracking.positions";
    public const string Seals = "tracking.seals";
    public const string Sensors = "tracking.sensors";
    public const string DeadLetter = "tracking.deadletter";
    public const string Alerts = "tracking.alerts";

    /// <summary>The topics that telemetry comes in by.</summary>
    public static readonly IReadOnlyList<string> Telemetry = [Positions, Seals, Sensors];
}
