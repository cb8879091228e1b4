using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Silo.Ingest;

/// <summary>The topics' names; devices and carriers rely on them.</summary>
public static class TopicNames
{
    public const string Positions = "tracking.positions";
    public const string Seals = "tracking.seals";
    public const string Sensors = "tracking.sensors";

    /// <summary>Messages that could not be used, untouched, with the reason in a header.</summary>
    public const string DeadLetter = "tracking.deadletter";

    /// <summary>Alerts on their way out.</summary>
    public const string Alerts = "tracking.alerts";

    /// <summary>What is read.</summary>
    public static readonly IReadOnlyList<TelemetryTopic> Telemetry = [TelemetryTopic.Positions, TelemetryTopic.Seals, TelemetryTopic.Sensors];

    /// <summary>What must be there before the ingest can work.</summary>
    public static readonly IReadOnlyList<string> All = [Positions, Seals, Sensors, DeadLetter, Alerts];

    /// <summary>The name of a telemetry topic.</summary>
    public static string Of(TelemetryTopic topic) => topic switch
    {
        TelemetryTopic.Positions => Positions,
        TelemetryTopic.Seals => Seals,
        _ => Sensors,
    };
}
