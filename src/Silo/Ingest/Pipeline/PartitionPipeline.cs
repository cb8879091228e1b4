using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>What became of a message that was handed to a pipeline.</summary>
enum Accepted
{
    /// <summary>Taken, and there is room for more.</summary>
    Yes,

    /// <summary>Taken, but pause the partition.</summary>
    AndFull,

    /// <summary>Not taken: its offset went backwards, so this is another log than the one we were reading.</summary>
    OtherLog,
}

/// <summary>
/// One partition while this silo has it: a buffer filled by the poll loop, and a worker that takes what has gathered, one batch after the other.
/// </summary>
/// <param name="topic">The topic's name.</param>
/// <param name="partition">The partition's number.</param>
/// <param name="identify">Finds out which log this is; no message is worked on before that is known.</param>
/// <param name="processor">Works on batches.</param>
/// <param name="options">Bounds.</param>
sealed class PartitionPipeline(
    string topic, int partition, Func<CancellationToken, Task<string>> identify, BatchProcessor processor, IngestOptions options) : IDisposable
{
    readonly PartitionBuffer buffer = new(options.BufferedMessages, options.BufferedBytes);
    readonly PartitionProgress progress = new();
    readonly CancellationTokenSource abandon = new();
    volatile LogPartition? source;
    volatile bool finishing;

    /// <summary>The partition's number.</summary>
    public int Partition => partition;

    /// <summary>Which log it is; null while that is being found out.</summary>
    public string? Log => source?.Log;

    /// <summary>The next offset to be worked on: everything below is durable, so this may be committed. Null while nothing was read.</summary>
    public long? Position => progress.Position;

    /// <summary>The position that was last handed on for committing. The poll loop's own note.</summary>
    public long? StoredUpTo { get; set; }

    /// <summary>Half of the buffer is free again.</summary>
    public bool HasRoom => buffer.HasRoom;

    /// <summary>Ends when the worker has stopped; faults when it met an error of ours.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Starts the worker.</summary>
    public PartitionPipeline Start()
    {
        Completion = Task.Run(Work);
        return this;
    }

    /// <summary>Takes the next message. Called from the poll loop only.</summary>
    public Accepted Accept(in IngestMessage message)
    {
        if (!progress.Read(message.Offset)) return Accepted.OtherLog;
        return buffer.Add(message) ? Accepted.AndFull : Accepted.Yes;
    }

    /// <summary>The broker says that the partition ends here for now. Called from the poll loop only.</summary>
    /// <returns>False when the end lies before what was read: this is another log.</returns>
    public bool ReachedEnd(long offset) => progress.ReachedEnd(offset);

    /// <summary>Asks the worker to stop after the batch it is working on; see <see cref="Completion"/>.</summary>
    public void Finish()
    {
        finishing = true;
        buffer.Wake();
    }

    /// <summary>Stops the worker at once. What it was working on stays uncommitted.</summary>
    public void Abandon()
    {
        finishing = true;
        abandon.Cancel();
    }

    public void Dispose()
    {
        abandon.Dispose();
        buffer.Dispose();
    }

    async Task Work()
    {
        try
        {
            var known = new LogPartition(await identify(abandon.Token), topic, partition);
            source = known;
            List<IngestMessage> batch = [];
            while (!finishing)
            {
                // No waiting for a batch to fill: what came while the last one was worked on is the batch. So one message alone goes at once, and
                // under load batches grow by themselves.
                batch.Clear();
                buffer.Take(batch, options.BatchMessages);
                if (batch.Count == 0)
                {
                    await buffer.WaitForSomething(abandon.Token);
                    continue;
                }

                await processor.Process(known, batch, abandon.Token);
                progress.Done(batch[^1].Offset);
            }
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
        }
    }
}
