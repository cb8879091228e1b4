using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <summary>The snapshots along the histories of assets.</summary>
sealed class SnapshotStore(HistoryDatabase database, WakeReader waking, ILogger<SnapshotStore> logger)
{
    // A duty reaches over few departures: no more of them are remembered in a state.
    const int MostDuties = 16;

    const string OneSql = $"""
        select version, state, since, oldest, latest, newest from {HistoryTables.Snapshots} where stream = $1 and format = $2 and version = $3
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

    /// <summary>The newest one, and the events after it.</summary>
    public async Task<Awakening> Wake(string stream, CancellationToken cancellationToken)
    {
        var found = await waking.Read(stream, cancellationToken);
        var snapshot = found.Snapshot is var (version, state, stretch)
            ? await WithRoutes(stream, Read(stream, version, state, stretch), cancellationToken)
            : null;
        return found.Snapshot is null || snapshot is not null
            ? new Awakening(
                snapshot, [.. found.Events.Select(e => new VersionedEvent(e.Version, HistoryJson.Read(e.Type, e.Data)))], found.Events.Count < WakeReader.MostEvents)
            : new Awakening(null, [], false);
    }

    /// <summary>The one of a version, or null.</summary>
    public async Task<AssetSnapshot?> Load(string stream, long version, CancellationToken cancellationToken) =>
        await WithRoutes(stream, await LoadPacked(stream, version, cancellationToken), cancellationToken);

    /// <summary>The one of a version as it is kept (<see cref="AssetSnapshot.Packed"/>).</summary>
    public async Task<AssetSnapshot?> LoadPacked(string stream, long version, CancellationToken cancellationToken)
    {
        await using var command = Command(OneSql, stream);
        command.Parameters.AddWithValue(version);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(stream, version, reader.GetFieldValue<byte[]>(1), StretchOf(reader, 2)) : null;
    }

    /// <summary>The stretch in four columns: since, oldest, latest, newest.</summary>
    internal static Stretch StretchOf(NpgsqlDataReader row, int column) =>
        Stretch.Start with { Since = row.GetInt64(column), Oldest = Time(row, column + 1), Latest = Time(row, column + 2), Newest = Time(row, column + 3) };

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

    AssetSnapshot? Read(string stream, long version, byte[] body, Stretch stretch)
    {
        try
        {
            return JsonSerializer.Deserialize(body, HistoryJson.TypeOf<AssetState>()) is { } state ? AssetSnapshot.Of(version, state, stretch) : null;
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
