namespace ShipmentTracker.Cli.Simulation;

/// <summary>A stretch of time at one wanted speed; 0 is standing still.</summary>
public readonly record struct SpeedSpell(double DurationS, double SpeedKph);
