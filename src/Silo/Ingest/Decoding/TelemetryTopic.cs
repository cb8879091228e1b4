namespace ShipmentTracker.Silo.Ingest.Decoding;

/// <summary>The topics telemetry comes in on; each has its own shape.</summary>
public enum TelemetryTopic
{
    /// <summary>GPS fixes, <c>tracking.positions</c>.</summary>
    Positions,

    /// <summary>Events of electronic seals, <c>tracking.seals</c>.</summary>
    Seals,

    /// <summary>Samples of the cargo's surroundings, <c>tracking.sensors</c>.</summary>
    Sensors,
}
