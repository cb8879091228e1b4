using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>A message that cannot be used.</summary>
/// <param name="Message">As it came.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Reason">A sentence that says what to mend.</param>
readonly record struct DeadLetter(IngestMessage Message, LogPartition Source, string Reason);
