using System.Text.Json;
using Microsoft.Extensions.Logging;
using NpgsqlTypes;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <summary>Keeps the newest snapshot of each asset.</summary>
sealed class SnapshotStore(HistoryDatabase database, ILogger<SnapshotStore> logger) : ISnapshots
{
    /// <inheritdoc/>
    public async Task<AssetSnapshot?> Load(string stream, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"select version, state from {HistoryTables.Snapshots} where stream = $1 and format = $2");
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(AssetSnapshot.CurrentFormat);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        try
        {
            var state = JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(1), HistoryJson.TypeOf<AssetState>());
            return state is null ? null : new AssetSnapshot(AssetSnapshot.CurrentFormat, reader.GetInt64(0), state);
        }
        catch (JsonException unreadable)
        {
            // It only saves time: an asset must not stay away, and its partition with it, for a snapshot that cannot be read.
            logger.LogWarning(unreadable, "The snapshot of {Stream} cannot be read; its whole history is", stream);
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task Save(string stream, AssetSnapshot snapshot, CancellationToken cancellationToken)
    {
        // One of another format is of no use to whoever writes this one, however new it is.
        await using var command = database.Command($"""
            insert into {HistoryTables.Snapshots} as kept (stream, format, version, state) values ($1, $2, $3, $4)
            on conflict (stream) do update set format = excluded.format, version = excluded.version, state = excluded.state
            where kept.format <> excluded.format or kept.version < excluded.version
            """);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(snapshot.Format);
        command.Parameters.AddWithValue(snapshot.Version);
        command.Parameters.AddWithValue(NpgsqlDbType.Json, JsonSerializer.SerializeToUtf8Bytes(snapshot.State, HistoryJson.TypeOf<AssetState>()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
