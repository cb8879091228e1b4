using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NpgsqlTypes;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <summary>
/// Writes snapshots behind the back of those that take them: packing, serializing and the database's round trip are nobody's to wait for. Those that find no room, or fail, are lost;
/// when it is disposed, what waits is still written.
/// </summary>
sealed class SnapshotWriter : IAsyncDisposable
{
    const int Capacity = 1_024;
    const int MostAtOnce = 64;

    const string Sql = $"""
        insert into {HistoryTables.Snapshots} (stream, version, since, oldest, latest, newest, horizon, recorded_at, readings, format, state)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing
        """;

    readonly Channel<(string Stream, AssetSnapshot Snapshot)> queue =
        Channel.CreateBounded<(string Stream, AssetSnapshot Snapshot)>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    readonly HistoryDatabase database;
    readonly ILogger logger;
    readonly Task writing;

    public SnapshotWriter(HistoryDatabase database, ILogger<SnapshotWriter> logger)
    {
        this.database = database;
        this.logger = logger;
        writing = Task.Run(Write);
    }

    /// <summary>Queues one; false when there is no room.</summary>
    public bool Enqueue(string stream, AssetSnapshot snapshot) => queue.Writer.TryWrite((stream, snapshot));

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
    }

    async Task Write()
    {
        var batch = new List<(string Stream, AssetSnapshot Snapshot)>();
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && queue.Reader.TryRead(out var next))
                batch.Add(next);
            try
            {
                await Write(batch);
            }
            catch (Exception failure)
            {
                // They only save time; the next ones will do.
                logger.LogWarning(failure, "{Count} snapshots could not be written", batch.Count);
            }
        }
    }

    async Task Write(List<(string Stream, AssetSnapshot Snapshot)> batch)
    {
        var packed = batch.ConvertAll(b => b.Snapshot.Packed());
        var marks = packed.ConvertAll(s => s.Mark);
        await using var command = database.Command(Sql);
        command.Parameters.AddWithValue(batch.Select(b => b.Stream).ToArray());
        Add(marks.Select(m => m.Version));
        Add(marks.Select(m => m.Since));
        Add(marks.Select(m => m.Oldest.UtcTicks));
        Add(marks.Select(m => m.Latest.UtcTicks));
        Add(marks.Select(m => m.Newest.UtcTicks));
        Add(marks.Select(m => m.Horizon.UtcTicks));
        Add(marks.Select(m => m.RecordedAt.UtcTicks));
        Add(marks.Select(m => m.Readings));
        command.Parameters.AddWithValue(packed.Select(s => s.Format).ToArray());
        command.Parameters.AddWithValue(
            NpgsqlDbType.Array | NpgsqlDbType.Json, packed.Select(s => JsonSerializer.Serialize(s.State, HistoryJson.TypeOf<AssetState>())).ToArray());
        await command.ExecuteNonQueryAsync();

        void Add(IEnumerable<long> values) => command.Parameters.AddWithValue(values.ToArray());
    }
}
