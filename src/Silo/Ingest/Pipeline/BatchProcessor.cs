using System.Runtime.CompilerServices;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.DeadLetters;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>
/// Works on batches of one topic: one call per asset, all unusable messages to the dead letters and into their ledger, and every failure retried until it is none.
/// A batch is done when all of that is; until then its partition starts no other, so that no asset sees its readings out of order.
/// </summary>
sealed class BatchProcessor(
    TelemetryTopic topic, IAssetCalls assets, IDeadLetters deadLetters, IDeadLetterLedger ledger, IngestOptions options,
    IngestMetrics metrics, IngestHealth health, TimeProvider time, ILogger log)
{
    // What a call brings becomes one event, and whoever asks for a moment in the middle of it reads all of it.
    const int MostOfACall = 1_000;

    readonly string name = TelemetryTopics.NameOf(topic);
    readonly RetrySchedule schedule = new(options.RetryFirst, options.RetryLongest);
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
            var split = BatchSplit.Of(source, messages);
            var next = new StrongBox<int>(-1);
            List<Task> work = [.. Enumerable.Range(0, Math.Min(options.CallsAtOnce, split.Readings.Count)).Select(_ => CallOneByOne(split.Readings, next, cancellationToken))];
            if (split.DeadLetters.Count > 0) work.Add(PutAside(source, split.DeadLetters, cancellationToken));

            // Giving up waiting does not interrupt a grain between its append and what follows from it. A call that is abandoned may still have its effect; the next
            // owner's redelivery then has none.
            await Task.WhenAll(work).WaitAsync(cancellationToken);
            done = true;
        }
        finally
        {
            metrics.BatchEnded(name, messages.Count, done);
        }
    }

    // Several of these share the calls of a batch: each takes the next that nobody has taken.
    async Task CallOneByOne(IReadOnlyList<AssetReadings> all, StrongBox<int> next, CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref next.Value) is var i && i < all.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await UntilDone(_ => Call(all[i]), all[i].Asset, cancellationToken);
        }
    }

    async Task Call(AssetReadings readings)
    {
        var all = readings.Batch.Readings;
        for (var from = 0; from < all.Length; from += MostOfACall)
        {
            var part = all.Length <= MostOfACall ? readings.Batch : readings.Batch with { Readings = all.Slice(from, Math.Min(MostOfACall, all.Length - from)) };
            var result = await assets.Ingest(readings.Asset, part, CancellationToken.None);
            metrics.Redelivered(name, result.Redelivered);
        }

        metrics.Durable(name, time.GetUtcNow() - all[0].ReceivedAt);
    }

    async Task PutAside(LogPartition source, IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var left = new Queue<DeadLetter>(letters);
        await UntilDone(token => Bury(left, token), Topics.DeadLetter, cancellationToken);

        // The ledger comes second: it tells of nothing that is not on the topic.
        var lines = LedgerLines.Of([.. letters.Select(letter => letter.Message).Select(m => new UnusableLetter(m.Offset, m.ReceivedAt, m.Key, m.Value, m.Reason))]);
        await UntilDone(token => ledger.Add(source, lines, token), "The ledger of dead letters", cancellationToken);
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
            log.LogWarning("{Count} message(s) of {Topic} put into {DeadLetter}; one of them: {Reason}", letters.Count, name, Topics.DeadLetter, letters[0].Message.Reason);
    }

    async Task UntilDone<T>(Func<CancellationToken, Task> work, T what, CancellationToken cancellationToken)
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
