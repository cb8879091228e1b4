using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.DeadLetters;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.DeadLetters;

/// <inheritdoc cref="IDeadLetterLedger"/>
sealed class DeadLetterLedger(HistoryDatabase database, TimeProvider time) : IDeadLetterLedger
{
    // A statement of its own: the one after it then sees what whoever had the partition before has written, however late that was.
    const string TurnSql = $"select pg_advisory_xact_lock(hashtext('{DeadLetterTable.Name}/' || $1), $2)";

    // What is new is what its row has not had of this log; of another log (the topic was made anew) all is.
    static readonly string AddSql = $"""
        insert into {DeadLetterTable.Name} as kept (asset, topic, partition, log, count, first_at, last_at, last_offset, recent)
        select l.asset, $1, $2, $3, count(*), min(l.at), max(l.at), max(l.place), jsonb_agg(l.letter order by l.place desc) filter (where l.letter is not null)
        from unnest($4, $5, $6, $7) as l (asset, place, at, letter)
        left join {DeadLetterTable.Name} k on k.asset = l.asset and k.topic = $1 and k.partition = $2
        where k.log is distinct from $3 or l.place > k.last_offset
        group by l.asset
        on conflict (asset, topic, partition) do update set
            log = excluded.log, count = kept.count + excluded.count, last_offset = excluded.last_offset,
            first_at = least(kept.first_at, excluded.first_at), last_at = greatest(kept.last_at, excluded.last_at),
            recent = jsonb_path_query_array(excluded.recent || kept.recent, '$[0 to {LedgerLines.MostRecent - 1}]')
        """;

    // Each that comes takes the old ones away: nobody has to clean up. Others' rows that are just being written are no old ones.
    static readonly string PruneSql = $"""
        delete from {DeadLetterTable.Name} where ctid = any (array(
            select ctid from {DeadLetterTable.Name}
            where last_at < greatest($1, (select last_at from {DeadLetterTable.Name} order by last_at desc offset {DeadLetterTable.MostSources} limit 1))
            for update skip locked))
        """;

    /// <inheritdoc/>
    public async Task Add(LogPartition source, ImmutableArray<LedgerLine> lines, CancellationToken cancellationToken)
    {
        if (lines.IsEmpty)
            return;

        // One transaction.
        await using var batch = database.DataSource.CreateBatch();
        AddCommand(batch, TurnSql, source.Topic, source.Partition);
        AddCommand(
            batch, AddSql, source.Topic, source.Partition, source.Log,
            lines.Select(l => l.Sender?.ToString() ?? "").ToArray(),
            lines.Select(l => l.Offset).ToArray(),
            lines.Select(l => l.ReceivedAt.ToUniversalTime()).ToArray(),
            new NpgsqlParameter { Value = lines.Select(Stored).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        AddCommand(batch, PruneSql, time.GetUtcNow() - DeadLetterTable.Kept);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    static string? Stored(LedgerLine line) => line.Content is { } content
        ? JsonSerializer.Serialize(new StoredLetter(line.Offset, line.ReceivedAt, content.Reason, content.Message), HistoryJson.TypeOf<StoredLetter>())
        : null;

    static void AddCommand(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
