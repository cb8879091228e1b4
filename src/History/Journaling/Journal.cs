using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.History.Journaling;

/// <summary>
/// The journal that all grains of a silo share: appends that come while a commit is under way go together into the next one. Each lane has writers of its own, so
/// that seals never wait behind positions. When it is disposed, what waits is still written.
/// </summary>
public sealed class Journal : IJournal, IAsyncDisposable
{
    readonly JournalWriter[] bulk;
    readonly JournalWriter express;

    public Journal(IAppender appender, IOptions<JournalOptions> options, JournalMetrics metrics, TimeProvider time, ILogger<Journal> logger)
    {
        JournalWriter Writer(JournalLane lane) => new(lane, appender, options.Value, metrics, time, logger);

        bulk = [.. Enumerable.Range(0, options.Value.BulkWriters).Select(_ => Writer(JournalLane.Bulk))];
        express = Writer(JournalLane.Express);
    }

    /// <inheritdoc/>
    public async Task Append(string stream, long expectedVersion, ImmutableArray<DomainEvent> events, JournalLane lane, CancellationToken cancellationToken)
    {
        if (events.IsEmpty)
            return;
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingAppend(new StreamAppend(stream, expectedVersion, events));
        try
        {
            await WriterFor(stream, lane).Enqueue(pending, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("The journal is closed; nothing was written", e);
        }

        await using (cancellationToken.UnsafeRegister(static (p, token) => ((PendingAppend)p!).GiveUp(token), pending))
            await pending.Done;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. bulk.Select(w => w.DisposeAsync().AsTask()), express.DisposeAsync().AsTask()]);
    }

    // A stream keeps to its writer, so that its appends are written in the order they came.
    JournalWriter WriterFor(string stream, JournalLane lane) =>
        lane == JournalLane.Express ? express : bulk[(uint)string.GetHashCode(stream, StringComparison.Ordinal) % bulk.Length];
}
