using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>
/// Works on batches of one topic: one call per asset, all unusable messages to the dead letters, and every failure retried until it is none.
/// A batch is done when all of that is; until then its partition starts no other, so that no asset sees its readings out of order.
/// </summary>
sealed class BatchProcessor(
    TelemetryTopic topic, IAssetCalls assets, IDeadLetters deadLetters, IngestOptions options,
    IngestMetrics metrics, IngestHealth health, TimeProvider time, ILogger log) : IDisposable
{
    readonly string name = TelemetryTopics.NameOf(topic);
    readonly RetrySchedule schedule = new(options.RetryFirst, options.RetryLongest);
    readonly SemaphoreSlim calls = new(options.CallsAtOnce);
    readonly Occasionally speak = new(time, TimeSpan.FromSeconds(10));
    readonly Occasionally speakOfLetters = new(time, TimeSpan.FromSeconds(10));

    /// <summary>Returns when everything in the batch is durable or dead-lettered.</summary>
    /// <exception cref="OperationCanceledException">The batch is abandoned; some of it may have become durable.</exception>
    public async Task Process(LogPartition source, IReadOnlyList<IngestMessage> messages, CancellationToken cancellationToken)
    {
        metrics.BatchStarted(name, messages.Count);
        var done = false;
        try
        {
            var split = BatchSplit.Of(topic, source, messages);
            List<Task> work = new(split.Readings.Count + 1);
            foreach (var (asset, readings) in split.Readings)
                work.Add(UntilDone(token => Call(asset, new ReadingBatch(source, readings), token), asset.ToString(), cancellationToken));
            if (split.DeadLetters.Count > 0)
            {
                var left = new Queue<DeadLetter>(split.DeadLetters);
                work.Add(UntilDone(token => Bury(left, token), Topics.DeadLetter, cancellationToken));
            }

            await Task.WhenAll(work);
            done = true;
        }
        finally
        {
            metrics.BatchEnded(name, messages.Count, done);
        }
    }

    public void Dispose() => calls.Dispose();

    async Task Call(AssetId asset, ReadingBatch batch, CancellationToken cancellationToken)
    {
        IngestResult result;
        await calls.WaitAsync(cancellationToken);
        try
        {
            // Giving up waiting must not interrupt the grain between its append and what follows from it. A call that is abandoned may still
            // have its effect; the next owner's redelivery then has none.
            result = await assets.Ingest(asset, batch, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        }
        finally
        {
            calls.Release();
        }

        metrics.Redelivered(name, result.Redelivered);
        var now = time.GetUtcNow();
        foreach (var reading in batch.Readings) metrics.Durable(name, now - reading.ReceivedAt);
    }

    async Task Bury(Queue<DeadLetter> left, CancellationToken cancellationToken)
    {
        List<DeadLetter> letters = [.. left];
        var outcome = await deadLetters.Send(letters, cancellationToken);

        // What was acknowledged is not sent again.
        left.Clear();
        foreach (var failed in outcome.Failed) left.Enqueue(failed);
        metrics.DeadLettered(name, letters.Count - left.Count);
        if (left.Count > 0) throw new IOException($"{left.Count} of {letters.Count} dead letters were not acknowledged: {outcome.Reason}");

        if (speakOfLetters.Now(out _))
            log.LogWarning("{Count} message(s) of {Topic} put into {DeadLetter}; one of them: {Reason}", letters.Count, name, Topics.DeadLetter, letters[0].Reason);
    }

    async Task UntilDone(Func<CancellationToken, Task> work, string what, CancellationToken cancellationToken)
    {
        var failures = 0;
        try
        {
            while (true)
            {
                try
                {
                    await work(cancellationToken);
                    return;
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    if (++failures == 1) health.Failing(name, failure.GetType().Name);
                    metrics.Retried(name);
                    if (speak.Now(out var others))
                        log.LogWarning(
                            "{What} could not take what {Topic} brought (try {Failures}): {Failure}. Trying again; {Others} like it since the last word",
                            what, name, failures, $"{failure.GetType().Name}: {failure.Message}", others);
                }

                await Task.Delay(schedule.After(failures, Random.Shared.NextDouble()), time, cancellationToken);
            }
        }
        finally
        {
            if (failures > 0) health.Over(name);
        }
    }
}
