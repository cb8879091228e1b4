namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>
/// How far a partition is read and how far it is done. Offsets need not be dense: compaction leaves gaps, and the markers of transactions take
/// offsets that are never delivered. So "done" follows what was read, and the broker's word that its end is reached closes the gap at the end.
/// </summary>
sealed class PartitionProgress
{
    readonly Lock gate = new();
    long? readUpTo;
    long? doneUpTo;
    (long After, long End)? end;

    /// <summary>The next offset to be worked on: everything below is durable. Null while nothing was read.</summary>
    public long? Position
    {
        get { lock (gate) return doneUpTo; }
    }

    /// <summary>Notes a message, before it is handed on, so that nothing can be done that was not read.</summary>
    /// <returns>False when the offset went backwards: this is not the log we were reading.</returns>
    public bool Read(long offset)
    {
        lock (gate)
        {
            if (offset < readUpTo) return false;
            doneUpTo ??= offset;
            readUpTo = offset + 1;
            return true;
        }
    }

    /// <summary>The broker says that the partition ends here for now.</summary>
    /// <param name="offset">The offset the next message will have at least.</param>
    /// <returns>False when the end lies before what was read: this is not the log we were reading.</returns>
    public bool ReachedEnd(long offset)
    {
        lock (gate)
        {
            if (offset < readUpTo) return false;
            if (doneUpTo == readUpTo)
            {
                readUpTo = doneUpTo = offset;
                end = null;
            }
            else
            {
                end = (readUpTo!.Value, offset);
            }

            return true;
        }
    }

    /// <summary>Everything up to and with this offset is done.</summary>
    public void Done(long offset)
    {
        lock (gate)
        {
            doneUpTo = Math.Max(doneUpTo ?? 0, offset + 1);
            if (end is not { } known || doneUpTo != known.After) return;
            doneUpTo = known.End;
            if (readUpTo < known.End) readUpTo = known.End;
            end = null;
        }
    }
}
