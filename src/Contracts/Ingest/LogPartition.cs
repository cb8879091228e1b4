namespace ShipmentTracker.Contracts.Ingest;

/// <summary>
/// One partition of one topic of one particular log. An offset means something only within it: a topic made anew, or a broker wiped and set up
/// again, is another log, although its names are the same.
/// </summary>
/// <param name="Log">Identity of the log: cluster id and topic id, or what the local stack made up for its in-memory broker.</param>
/// <param name="Topic">The topic's name.</param>
/// <param name="Partition">The partition's number.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.LogPartition")]
public sealed record LogPartition([property: Id(0)] string Log, [property: Id(1)] string Topic, [property: Id(2)] int Partition);
