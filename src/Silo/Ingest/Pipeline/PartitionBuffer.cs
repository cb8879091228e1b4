namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>
/// What has been read of a partition and not yet been worked on. One thread (the poll loop) adds, one (the partition's worker) takes. It does not
/// refuse when it is full: the poll loop pauses the partition then, and what was fetched before that is kept.
/// </summary>
/// <param name="maxMessages">From so many messages on it is full.</param>
/// <param name="maxBytes">From so many bytes on it is full.</param>
sealed class PartitionBuffer(int maxMessages, long maxBytes) : IDisposable
{
    const int Step = 256;

    readonly Lock gate = new();
    readonly SemaphoreSlim something = new(0, 1);
    readonly Queue<IngestMessage> messages = new();
    long bytes;

    /// <summary>Messages held.</summary>
    public int Count
    {
        get { lock (gate) return messages.Count; }
    }

    /// <summary>Pause the partition.</summary>
    public bool IsFull
    {
        get { lock (gate) return messages.Count >= maxMessages || bytes >= maxBytes; }
    }

    /// <summary>Resume the partition: half is free again. Not earlier, because each pause throws away what librdkafka has fetched ahead.</summary>
    public bool HasRoom
    {
        get { lock (gate) return messages.Count <= maxMessages / 2 && bytes <= maxBytes / 2; }
    }

    /// <summary>Adds the next message.</summary>
    /// <returns>True when the buffer is full now.</returns>
    public bool Add(in IngestMessage message)
    {
        lock (gate)
        {
            messages.Enqueue(message);
            bytes += message.Bytes;
            if (something.CurrentCount == 0) something.Release();
            return messages.Count >= maxMessages || bytes >= maxBytes;
        }
    }

    /// <summary>Moves up to so many of what is there now to the end of a list, oldest first; may be nothing.</summary>
    public void Take(List<IngestMessage> taken, int most)
    {
        // In small steps, so that the poll loop does not wait for all of it.
        for (var left = most; left > 0; left -= Step)
        {
            lock (gate)
            {
                for (var i = Math.Min(left, Step); i > 0; i--)
                {
                    if (!messages.TryDequeue(out var message)) return;
                    bytes -= message.Bytes;
                    taken.Add(message);
                }
            }
        }
    }

    /// <summary>Wakes a waiting <see cref="WaitForSomething"/> although nothing was added.</summary>
    public void Wake()
    {
        lock (gate)
        {
            if (something.CurrentCount == 0) something.Release();
        }
    }

    /// <summary>Waits until something was added since the last wait, or <see cref="Wake"/> was called.</summary>
    public Task WaitForSomething(CancellationToken cancellationToken) => something.WaitAsync(cancellationToken);

    public void Dispose() => something.Dispose();
}
