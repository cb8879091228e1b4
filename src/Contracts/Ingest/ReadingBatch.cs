using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Contracts.Ingest;

/// <summary>Consecutive readings of one asset out of one partition, in the partition's order.</summary>
/// <param name="Source">Where they came from.</param>
/// <param name="Readings">At least one, offsets ascending.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.ReadingBatch")]
public sealed record ReadingBatch([property: Id(0)] LogPartition Source, [property: Id(1)] ImmutableArray<Reading> Readings);

/// <summary>What became of a batch; once it is answered, the outcome is durable and the offsets may be committed.</summary>
/// <param name="Recorded">New readings, now in the history.</param>
/// <param name="Duplicates">Readings the device had already sent: counted, not stored again.</param>
/// <param name="Redelivered">Messages taken before, at or below the watermark: without any effect.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.IngestResult")]
public readonly record struct IngestResult([property: Id(0)] int Recorded, [property: Id(1)] int Duplicates, [property: Id(2)] int Redelivered);
