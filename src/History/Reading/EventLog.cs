using System.Runtime.CompilerServices;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <summary>
/// Reads streams back in pages: while one is being taken the next is read, so at most two are in memory, and no connection is held while whoever reads takes their time over it.
/// </summary>
sealed class EventLog(HistoryDatabase database) : IEventLog
{
    const int FirstPage = 200;
    const int SmallestPage = 20;
    const int LargestPage = 2_000;

    // A page grows or shrinks with the events it turns out to hold: from one reading each to hundreds.
    const long PageBytes = 512 * 1024;

    const string OfStream = $"select version, type, data from {HistoryDatabase.Schema}.mt_events where stream_id = $1 and version > $2 and version <= $3";
    const string All = OfStream + " order by version limit $4";

    // Written as the partial index over these is made.
    const string WithoutReadings = $"{OfStream} and type <> '{EventNames.ReadingsRecorded}' order by version limit $4";

    /// <inheritdoc/>
    public async Task<long> Version(string stream, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"select version from {HistoryDatabase.Schema}.mt_streams where id = $1");
        command.Parameters.AddWithValue(stream);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<VersionedEvent> Read(string stream, long afterVersion, CancellationToken cancellationToken) =>
        Read(All, stream, afterVersion, long.MaxValue, cancellationToken);

    /// <summary>The events after a version, up to another.</summary>
    public IAsyncEnumerable<VersionedEvent> Read(string stream, long afterVersion, long upToVersion, CancellationToken cancellationToken) =>
        Read(All, stream, afterVersion, upToVersion, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<VersionedEvent> ReadWithoutReadings(string stream, CancellationToken cancellationToken) =>
        Read(WithoutReadings, stream, 0, long.MaxValue, cancellationToken);

    async IAsyncEnumerable<VersionedEvent> Read(
        string sql, string stream, long afterVersion, long upToVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Not on the scheduler of whoever reads: a grain folds one page while the next is made.
        Task<Page> Next(long after, int size) => Task.Run(() => ReadPage(sql, stream, after, upToVersion, size, enough.Token), enough.Token);

        var next = Next(afterVersion, FirstPage);
        try
        {
            while (true)
            {
                var page = await next;
                if (page.IsFull)
                    next = Next(page.Events[^1].Version, page.SizeOfNext);
                foreach (var e in page.Events)
                    yield return e;
                if (!page.IsFull)
                    yield break;
            }
        }
        finally
        {
            // Whoever stops reading does not want the page that is under way.
            await enough.CancelAsync();
            await next.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    async Task<Page> ReadPage(string sql, string stream, long afterVersion, long upToVersion, int size, CancellationToken cancellationToken)
    {
        await using var command = database.Command(sql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(afterVersion);
        command.Parameters.AddWithValue(upToVersion);
        command.Parameters.AddWithValue(size);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (events, bytes) = (new List<VersionedEvent>(), 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            var data = reader.GetFieldValue<byte[]>(2);
            bytes += data.Length;
            events.Add(new VersionedEvent(reader.GetInt64(0), HistoryJson.Read(reader.GetString(1), data)));
        }

        return new Page(events, bytes, size);
    }

    sealed record Page(List<VersionedEvent> Events, long Bytes, int Size)
    {
        public bool IsFull => Events.Count == Size;

        public int SizeOfNext => (int)Math.Clamp(PageBytes * Events.Count / Bytes, SmallestPage, LargestPage);
    }
}
