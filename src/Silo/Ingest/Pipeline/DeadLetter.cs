using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>A message that cannot be used.</summary>
/// <param name="Message">As it came.</param>
/// <param name="Source">Where it came from.</param>
readonly record struct DeadLetter(UnusableMessage Message, LogPartition Source);
