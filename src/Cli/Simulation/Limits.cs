namespace ShipmentTracker.Cli.Simulation;

/// <summary>A shipment's own limits of silence, seconds; null leaves the server's.</summary>
public sealed record Limits(int? SignalLostSeconds, int? SealSilenceSeconds);
