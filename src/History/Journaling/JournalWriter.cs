using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.History.Journaling;

/// <summary>
/// Writes what waits, in groups: while one group is being committed the next one gathers, so that groups grow with the load and a lone append waits for nobody.
/// </summary>
sealed class JournalWriter : IAsyncDisposable
{
    // A thousand callers set going at once would stand in front of everybody else in the queue for the processors: a cut seal among them.
    const int ToldAtOnce = 32;

    readonly JournalLane lane;
    readonly IAppender appender;
    readonly JournalOptions options;
    readonly JournalMetrics metrics;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly Channel<PendingAppend> queue;
    readonly HashSet<string> streams = new(StringComparer.Ordinal);
    readonly Task writing;
    PendingAppend? held;

    public JournalWriter(JournalLane lane, IAppender appender, JournalOptions options, JournalMetrics metrics, TimeProvider time, ILogger logger)
    {
        this.lane = lane;
        this.appender = appender;
        this.options = options;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        queue = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        writing = Task.Run(Write);
    }

    /// <summary>Queues an append, waiting for room.</summary>
    /// <exception cref="ChannelClosedException">The journal is closed; nothing was written.</exception>
    public ValueTask Enqueue(PendingAppend append, CancellationToken cancellationToken) => queue.Writer.WriteAsync(append, cancellationToken);

    /// <summary>Writes what still waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
    }

    async Task Write()
    {
        var group = new List<PendingAppend>();
        while (held is not null || await queue.Reader.WaitToReadAsync())
        {
            Gather(group);
            if (group.Count > 0)
                await Write(group);
            group.Clear();
        }
    }

    // Takes what waits, in order, until the group is full or the same stream comes again: its second append goes on top of the first, in a later group.
    void Gather(List<PendingAppend> group)
    {
        streams.Clear();
        var weight = 0;
        while (group.Count < options.MaxAppendsPerGroup && TryNext(out var next))
        {
            if (streams.Contains(next.Append.Stream) || (group.Count > 0 && weight + next.Weight > options.MaxReadingsPerGroup))
            {
                held = next;
                return;
            }

            if (!next.TryTake())
                continue;
            streams.Add(next.Append.Stream);
            weight += next.Weight;
            group.Add(next);
        }
    }

    bool TryNext([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out PendingAppend next)
    {
        if (held is null)
            return queue.Reader.TryRead(out next);
        (next, held) = (held, null);
        return true;
    }

    async Task Write(List<PendingAppend> group)
    {
        var started = time.GetTimestamp();
        try
        {
            // No cancellation: a caller that goes away must not undo what others share with it.
            var stale = await appender.Append([.. group.Select(p => p.Append)], CancellationToken.None);
            metrics.Durable(lane, group.Count - stale.Count, Durable(group, stale).Sum(p => p.Append.Events.Length), time.GetElapsedTime(started));
            foreach (var index in stale)
                FailStale(group[index]);
            var told = 0;
            foreach (var pending in Durable(group, stale))
            {
                pending.Succeed();
                if (++told % ToldAtOnce == 0)
                    await Task.Yield();
            }
        }
        catch (Exception failure) when (group.Count > 1 && WriteFailures.NothingWritten(failure))
        {
            // One append that cannot be written must not keep the others out: each for itself, then.
            logger.LogWarning(failure, "A group of {Count} appends could not be written; writing them one by one", group.Count);
            foreach (var pending in group)
                await Write([pending]);
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Count} appends could not be written", group.Count);
            foreach (var pending in group)
            {
                metrics.Failed(lane);

                // One exception object thrown to many callers would gather all their stack traces.
                pending.Fail(new JournalException(pending.Append.Stream, failure));
            }
        }
    }

    static IEnumerable<PendingAppend> Durable(List<PendingAppend> group, IReadOnlySet<int> stale) => group.Where((_, i) => !stale.Contains(i));

    void FailStale(PendingAppend pending)
    {
        metrics.Stale(lane);
        pending.FailStale();
    }
}
