using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Silo.Ingest.Decoding;

/// <summary>Names of the topics that are read.</summary>
public static class TelemetryTopics
{
    /// <summary>What is read.</summary>
    public static readonly IReadOnlyList<TelemetryTopic> All = [TelemetryTopic.Positions, TelemetryTopic.Seals, TelemetryTopic.Sensors];

    /// <summary>The name of a telemetry topic.</summary>
    public static string NameOf(TelemetryTopic topic) => topic switch
    {
        TelemetryTopic.Positions => Topics.Positions,
        TelemetryTopic.Seals => Topics.Seals,
        _ => Topics.Sensors,
    };
}
