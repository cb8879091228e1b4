using System.Collections.Concurrent;
using Npgsql;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <summary>
/// Reads what assets wake from: the newest snapshot and the events after it. Those that wake at the same time share a statement, as all do after a restart and all that are heard
/// of for the first time: an asset then costs a fraction of a round trip.
/// </summary>
sealed class WakeReader(HistoryDatabase database) : IDisposable
{
    /// <summary>As many events are read with a snapshot; whoever has more reads on.</summary>
    public const int MostEvents = 100;

    const int MostAtOnce = 64;
    const int Readers = 3;

    // One statement, since a snapshot may be written between two of them.
    const string Sql = $"""
        with waking as materialized (
            select w.stream, s.* from unnest($1) as w (stream) left join lateral (
                select version, since, oldest, latest, newest, state from {HistoryTables.Snapshots}
                where stream = w.stream and format = $2 order by version desc limit 1) s on true)
        select stream, version, null, state, since, oldest, latest, newest from waking where version is not null
        union all
        select w.stream, e.version, e.type, e.data::json, null, null, null, null from waking w cross join lateral (
            select version, type, data from {HistoryDatabase.Schema}.mt_events
            where stream_id = w.stream and version > coalesce(w.version, 0) order by version limit $3) e
        """;

    readonly ConcurrentQueue<Request> waiting = new();
    readonly SemaphoreSlim turns = new(Readers);

    /// <summary>What one asset wakes from, still to be deserialized.</summary>
    public async Task<Found> Read(string stream, CancellationToken cancellationToken)
    {
        var request = new Request(stream);
        waiting.Enqueue(request);
        await turns.WaitAsync(cancellationToken);
        try
        {
            // Whoever's turn it is reads for those who wait as well, as they have done for it, most often.
            while (!request.Done.Task.IsCompleted && TakeSome() is { Count: > 0 } some)
                await Task.Run(() => ReadFor(some), CancellationToken.None);
        }
        finally
        {
            turns.Release();
        }

        return await request.Done.Task.WaitAsync(cancellationToken);
    }

    public void Dispose() => turns.Dispose();

    Dictionary<string, Request> TakeSome()
    {
        Dictionary<string, Request> some = [];
        while (some.Count < MostAtOnce && waiting.TryDequeue(out var request))
        {
            if (some.TryAdd(request.Stream, request))
                continue;

            // Asked for twice: by an activation that has gone and by the one that follows.
            waiting.Enqueue(request);
            break;
        }

        return some;
    }

    async Task ReadFor(Dictionary<string, Request> some)
    {
        try
        {
            await using var command = database.Command(Sql);
            command.Parameters.AddWithValue(some.Keys.ToArray());
            command.Parameters.AddWithValue(AssetSnapshot.CurrentFormat);
            command.Parameters.AddWithValue(MostEvents);
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                    some[reader.GetString(0)].Found.Take(reader);
            }

            foreach (var request in some.Values)
                request.Done.SetResult(request.Found.InOrder());
        }
        catch (Exception e)
        {
            foreach (var request in some.Values)
                request.Done.TrySetException(e);
        }
    }

    sealed record Request(string Stream)
    {
        public Found Found { get; } = new();

        public TaskCompletionSource<Found> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Rows of one stream.</summary>
    public sealed class Found
    {
        /// <summary>The newest snapshot; null when there is none.</summary>
        public (long Version, byte[] State, Stretch Stretch)? Snapshot { get; private set; }

        /// <summary>The events after it, at most <see cref="MostEvents"/>.</summary>
        public List<(long Version, string Type, byte[] Data)> Events { get; } = [];

        internal void Take(NpgsqlDataReader row)
        {
            var (version, body) = (row.GetInt64(1), row.GetFieldValue<byte[]>(3));
            if (row.IsDBNull(2))
                Snapshot = (version, body, SnapshotStore.StretchOf(row, 4));
            else
                Events.Add((version, row.GetString(2), body));
        }

        internal Found InOrder()
        {
            Events.Sort(static (a, b) => a.Version.CompareTo(b.Version));
            return this;
        }
    }
}
