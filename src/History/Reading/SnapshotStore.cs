using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <summary>The snapshots along the histories of assets.</summary>
sealed class SnapshotStore(HistoryDatabase database, ILogger<SnapshotStore> logger)
{
    // A duty reaches over few departures: no more of them are remembered in a state.
    const int MostDuties = 16;

    const string NewestSql = $"""
        select version, since, oldest, latest, newest, state from {HistoryTables.Snapshots} where stream = $1 and format = $2 order by version desc limit 1
        """;

    const string OneSql = $"""
        select version, since, oldest, latest, newest, state from {HistoryTables.Snapshots} where stream = $1 and format = $2 and version = $3
        """;

    // The primary key has it all: the states are not touched.
    const string TrailSql = $"""
        select version, since, oldest, latest, newest, horizon, recorded_at, readings from {HistoryTables.Snapshots} where stream = $1 and format = $2 order by version
        """;

    // Of all events that are no readings, by their index.
    const string DutiesSql = $"""
        select data from {HistoryDatabase.Schema}.mt_events
        where stream_id = $1 and version <= $2 and type <> '{EventNames.ReadingsRecorded}' and type = '{EventNames.DutyAssigned}'
        order by version desc limit $3
        """;

    /// <summary>The newest one, or null.</summary>
    public async Task<AssetSnapshot?> Load(string stream, CancellationToken cancellationToken) =>
        await WithRoutes(stream, await Read(NewestSql, stream, null, cancellationToken), cancellationToken);

    /// <summary>The one of a version, or null.</summary>
    public async Task<AssetSnapshot?> Load(string stream, long version, CancellationToken cancellationToken) =>
        await WithRoutes(stream, await LoadPacked(stream, version, cancellationToken), cancellationToken);

    /// <summary>The one of a version as it is kept (<see cref="AssetSnapshot.Packed"/>).</summary>
    public Task<AssetSnapshot?> LoadPacked(string stream, long version, CancellationToken cancellationToken) => Read(OneSql, stream, version, cancellationToken);

    /// <summary>All there are of a stream, without their states.</summary>
    public async Task<SnapshotTrail> Trail(string stream, CancellationToken cancellationToken)
    {
        await using var command = Command(TrailSql, stream);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var marks = ImmutableArray.CreateBuilder<SnapshotMark>();
        while (await reader.ReadAsync(cancellationToken))
            marks.Add(new SnapshotMark(
                reader.GetInt64(0), reader.GetInt64(1), Time(reader, 2), Time(reader, 3), Time(reader, 4), Time(reader, 5), Time(reader, 6), reader.GetInt64(7)));
        return new SnapshotTrail(marks.DrainToImmutable());
    }

    async Task<AssetSnapshot?> Read(string sql, string stream, long? version, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, stream);
        if (version is { } v)
            command.Parameters.AddWithValue(v);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        try
        {
            var state = JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(5), HistoryJson.TypeOf<AssetState>());
            var stretch = Stretch.Start with { Since = reader.GetInt64(1), Oldest = Time(reader, 2), Latest = Time(reader, 3), Newest = Time(reader, 4) };
            return state is null ? null : AssetSnapshot.Of(reader.GetInt64(0), state, stretch);
        }
        catch (JsonException unreadable)
        {
            // It only saves time: an asset must not stay away, and its partition with it, for a snapshot that cannot be read.
            logger.LogWarning(unreadable, "A snapshot of {Stream} cannot be read; its whole history is", stream);
            return null;
        }
    }

    async Task<AssetSnapshot?> WithRoutes(string stream, AssetSnapshot? snapshot, CancellationToken cancellationToken)
    {
        if (snapshot is not { LacksRoutes: true })
            return snapshot;
        await using var command = database.Command(DutiesSql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(snapshot.Version);
        command.Parameters.AddWithValue(MostDuties);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var assigned = new List<DutyAssigned>();
        while (await reader.ReadAsync(cancellationToken))
            assigned.Add((DutyAssigned)HistoryJson.Read(EventNames.DutyAssigned, reader.GetFieldValue<byte[]>(0)));
        return snapshot.WithRoutes(assigned);
    }

    NpgsqlCommand Command(string sql, string stream)
    {
        var command = database.Command(sql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(AssetSnapshot.CurrentFormat);
        return command;
    }

    static DateTimeOffset Time(NpgsqlDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);
}
