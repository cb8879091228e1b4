namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>One look at a partition of the in-memory broker.</summary>
/// <param name="Low">Offset of the oldest message it still has.</param>
/// <param name="High">Offset the next message will get.</param>
/// <param name="Committed">Offset from which the silo reads on: everything before it is in the history.</param>
internal readonly record struct PartitionMoment(long Low, long High, long Committed)
{
    /// <summary>Messages the silo has still to read.</summary>
    public long Unread => High - Math.Max(Committed, Low);

    /// <summary>Messages dropped although the silo had not read them.</summary>
    public long Dropped => Math.Max(0, Low - Committed);

    /// <summary>
    /// Messages dropped since <paramref name="earlier"/> that were not read by then. Whether the silo read them in between, before they went, cannot be seen from offsets.
    /// </summary>
    public long PerhapsDropped(PartitionMoment earlier) => Dropped > 0 ? 0 : Math.Max(0, Low - Math.Max(earlier.Low, earlier.Committed));
}
