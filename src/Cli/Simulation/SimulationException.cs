namespace ShipmentTracker.Cli.Simulation;

/// <summary>The demo cannot go on; the message says why, for a person.</summary>
public sealed class SimulationException(string message, Exception? inner = null) : Exception(message, inner);
