using Marten;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Tests.Support;

/// <summary>Appends through a Marten session: one batch, one commit.</summary>
sealed class MartenAppender(IDocumentStore store, HistoryDatabase database) : IAppender
{
    static readonly IReadOnlySet<int> None = new HashSet<int>();

    public async Task<IReadOnlySet<int>> Append(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken)
    {
        HashSet<int>? stale = null;
        while (true)
        {
            try
            {
                await Write(appends, stale ?? None, cancellationToken);
                return stale ?? None;
            }
            catch (Exception failure) when (WriteFailures.IsConflict(failure) && WriteFailures.NothingWritten(failure))
            {
                // The failure names one stream, and there may be more: rather than finding them one by one, ask for them all.
                var before = stale?.Count ?? 0;
                stale ??= [];
                await foreach (var index in FindStale(appends, cancellationToken))
                    stale.Add(index);
                if (stale.Count == before)
                    throw;
            }
        }
    }

    async Task Write(IReadOnlyList<StreamAppend> appends, IReadOnlySet<int> without, CancellationToken cancellationToken)
    {
        if (without.Count == appends.Count)
            return;
        await using var session = store.LightweightSession();

        // Everybody takes the locks on the streams in the same order, so that nobody waits in a circle.
        foreach (var index in Enumerable.Range(0, appends.Count).Where(i => !without.Contains(i)).OrderBy(i => appends[i].Stream, StringComparer.Ordinal))
        {
            var (stream, expected, events) = appends[index];
            var wrapped = new object[events.Length];
            for (var i = 0; i < events.Length; i++)
            {
                var e = session.Events.BuildEvent(events[i]);
                e.Timestamp = events[i].RecordedAt.ToUniversalTime();
                wrapped[i] = e;
            }

            session.Events.Append(stream, expected + events.Length, wrapped);
        }

        await session.SaveChangesAsync(cancellationToken);
    }

    async IAsyncEnumerable<int> FindStale(IReadOnlyList<StreamAppend> appends, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        await using (var ask = database.Command($"select id, version from {HistoryDatabase.Schema}.mt_streams where id = any($1)"))
        {
            ask.Parameters.AddWithValue(appends.Select(a => a.Stream).ToArray());
            await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                versions[reader.GetString(0)] = reader.GetInt64(1);
        }

        for (var i = 0; i < appends.Count; i++)
            if (versions.GetValueOrDefault(appends[i].Stream) != appends[i].ExpectedVersion)
                yield return i;
    }
}
