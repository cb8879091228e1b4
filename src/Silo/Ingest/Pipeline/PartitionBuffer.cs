namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>
/// What has been read of a partition and not yet been worked on. One thread (the poll loop) adds, one (the partition's worker) takes. It does not
/// refuse when it is full: the poll loop pauses the partition then, and what was fetched before that is kept.
/// </summary>
/// <param name="maxMessages">From so many messages on it is full.</param>
/// <param name="maxBytes">From so many bytes on it is full.</param>
sealed class PartitionBuffer(int maxMessages, long maxBytes) : IDisposable
{
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

    /// <summary>Takes up to so many of what is there now, oldest first; may be nothing.</summary>
    public List<IngestMessage> Take(int most)
    {
        lock (gate)
        {
            var taken = new List<IngestMessage>(Math.Min(most, messages.Count));
            while (taken.Count < most && messages.TryDequeue(out var message))
            {
                bytes -= message.Bytes;
                taken.Add(message);
            }

            return taken;
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
