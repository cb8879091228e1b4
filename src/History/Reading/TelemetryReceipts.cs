using System.Text.Json;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <inheritdoc cref="ITelemetryReceipts"/>
sealed class TelemetryReceipts(HistoryDatabase database, TimeProvider time) : ITelemetryReceipts
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    // Each that comes takes some of the old ones away: the table holds a day's, and nobody has to clean up.
    const string KeepSql = $"""
        with old as (delete from {HistoryTables.TelemetryReceipts} where ctid = any (array(
            select ctid from {HistoryTables.TelemetryReceipts} where at < $6 order by at limit 10 for update skip locked)))
        insert into {HistoryTables.TelemetryReceipts} (credential, key, fingerprint, receipt, at) values ($1, $2, $3, $4, $5)
        on conflict (credential, key) do update set fingerprint = excluded.fingerprint, receipt = excluded.receipt, at = excluded.at
            where {HistoryTables.TelemetryReceipts}.at < $6
        """;

    const string FindSql = $"select fingerprint, receipt from {HistoryTables.TelemetryReceipts} where credential = $1 and key = $2 and at >= $3";

    /// <inheritdoc/>
    public async Task<KeptReceipt?> Find(string credential, string idempotencyKey, CancellationToken cancellationToken)
    {
        await using var command = database.Command(FindSql);
        command.Parameters.AddWithValue(credential);
        command.Parameters.AddWithValue(idempotencyKey);
        command.Parameters.AddWithValue(time.GetUtcNow() - Kept);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new KeptReceipt(reader.GetString(0), JsonSerializer.Deserialize<TelemetryReceipt>(reader.GetString(1)) ?? throw new JsonException("A receipt is null"))
            : null;
    }

    /// <inheritdoc/>
    public async Task Keep(string credential, string idempotencyKey, KeptReceipt kept, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(KeepSql);
        command.Parameters.AddWithValue(credential);
        command.Parameters.AddWithValue(idempotencyKey);
        command.Parameters.AddWithValue(kept.Fingerprint);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(kept.Receipt));
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now - Kept);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
