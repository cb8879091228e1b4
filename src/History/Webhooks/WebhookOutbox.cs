using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Views;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.History.Queries.Carriers;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;
using ShipmentTracker.History.Views;

namespace ShipmentTracker.History.Webhooks;

/// <inheritdoc cref="IWebhookOutbox"/>
sealed class WebhookOutbox(WebhookDatabase database, ISharedHistory shared) : IWebhookOutbox, IDisposable
{
    /// <summary>Replays for summaries of positions at once. They use the history's own connections, which whoever appends needs as well.</summary>
    const int MostReplays = 4;

    /// <summary>Tries of a delivery that are kept.</summary>
    const int MostTries = 20;

    const string HeadColumns = "sequence, id, type, carrier, shipment, rule, lane, recorded_at";

    readonly SemaphoreSlim replays = new(MostReplays);

    public async Task<WebhookProgress> Begin(string webhook, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            with made as (
                insert into {WebhookTables.Progress} (webhook, cursor, positions_up_to)
                select $1, coalesce((select max(sequence) from {WebhookTables.Notices}), 0), $2
                on conflict (webhook) do nothing returning cursor, positions_up_to, failures, failing_since, hold_until, last_delivered_at)
            select * from made
            union all select cursor, positions_up_to, failures, failing_since, hold_until, last_delivered_at from {WebhookTables.Progress} where webhook = $1
            """,
            webhook, now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new WebhookProgress(
            reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), new Health(reader.GetInt32(2), Time(reader, 3), Time(reader, 4), Time(reader, 5)));
    }

    public async Task<NoticePage> NoticesAfter(string webhook, long sequence, string? carrier, int take, CancellationToken cancellationToken)
    {
        // In one look: whatever is not on a page that is not full was not there.
        await using var command = Command(
            $"""
            select page.*, newest.sequence from (select coalesce(max(sequence), 0) as sequence from {WebhookTables.Notices}) newest
            left join (
                select {HeadColumns} from {WebhookTables.Notices}
                where sequence > $2 and ($3::text is null or carrier = $3) and (webhook is null or webhook = $1) and type <> '{NoticeTypes.WebhookTest}'
                order by sequence limit $4) page on true
            order by page.sequence
            """,
            webhook, sequence, carrier, take);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (heads, newest) = (ImmutableArray.CreateBuilder<NoticeHead>(), sequence);
        while (await reader.ReadAsync(cancellationToken))
        {
            newest = Math.Max(newest, reader.GetInt64(8));
            if (!reader.IsDBNull(0))
                heads.Add(Head(reader));
        }

        var isLast = heads.Count < take;
        return new NoticePage(heads.ToImmutable(), isLast ? newest : heads[^1].Sequence, isLast);
    }

    public async Task<ImmutableArray<NoticeHead>> NoticesBetween(
        string webhook, string? carrier, DateTimeOffset from, DateTimeOffset to, int take, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            select {HeadColumns} from {WebhookTables.Notices}
            where recorded_at >= $2 and recorded_at <= $3 and ($4::text is null or carrier = $4) and (webhook is null or webhook = $1) and type <> '{NoticeTypes.WebhookTest}'
            order by sequence limit $5
            """,
            webhook, from, to, carrier, take);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heads = ImmutableArray.CreateBuilder<NoticeHead>();
        while (await reader.ReadAsync(cancellationToken))
            heads.Add(Head(reader));
        return heads.DrainToImmutable();
    }

    public async Task Take(string webhook, ImmutableArray<NoticeHead> notices, long upTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = database.Batch();
        if (!notices.IsEmpty)
        {
            // What joins a lane whose first waits for its next try waits with it.
            Add(
                batch,
                $"""
                insert into {WebhookTables.Deliveries} (webhook, notice, sequence, type, shipment, lane, status, redelivery, created_at, next_at)
                select $1, n.id, n.sequence, n.type, n.shipment, n.lane, 'pending', false, $3, greatest($3, w.next_at)
                from {WebhookTables.Notices} n
                left join lateral (
                    select d.next_at from {WebhookTables.Deliveries} d where d.webhook = $1 and d.lane = n.lane and d.status = 'pending' order by d.sequence, d.id limit 1) w on true
                where n.sequence = any($2) order by n.sequence
                on conflict (webhook, notice) where not redelivery do nothing
                """,
                webhook, notices.Select(n => n.Sequence).ToArray(), now);
        }

        Add(batch, $"update {WebhookTables.Progress} set cursor = $2 where webhook = $1 and cursor < $2", webhook, upTo);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ImmutableArray<DueDelivery>> Due(
        string webhook, IReadOnlyCollection<string> busyLanes, DateTimeOffset now, int take, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            select d.id, d.notice, d.lane, n.body, d.tries from (
                select distinct on (lane) id, notice, lane, tries, next_at, redelivery from {WebhookTables.Deliveries}
                where webhook = $1 and status = 'pending' and lane <> all($2) order by lane, sequence, id) d
            join {WebhookTables.Notices} n on n.id = d.notice
            where d.next_at <= $3 order by d.redelivery, d.id limit $4
            """,
            webhook, busyLanes.ToArray(), now, take);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = ImmutableArray.CreateBuilder<DueDelivery>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add(new DueDelivery(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4)));
        return due.DrainToImmutable();
    }

    public async Task Record(string webhook, DueDelivery delivery, DeliveryTry attempt, Consequence consequence, CancellationToken cancellationToken)
    {
        await using var batch = database.Batch();
        var next = consequence is Consequence.TryAgain again ? again.At : (DateTimeOffset?)null;
        AddTry(batch, webhook, delivery.Id, attempt, consequence is Consequence.Delivered ? "delivered" : "pending", delivery.Tries + 1, next);

        // The rest of its lane waits with it; nothing is looked at meanwhile.
        if (next is not null)
            Add(
                batch, $"update {WebhookTables.Deliveries} set next_at = $3 where webhook = $1 and lane = $2 and status = 'pending' and next_at < $3",
                webhook, delivery.Lane, next);
        AddHealth(batch, webhook, consequence.Health);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task Restart(string webhook, Health health, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = database.Batch();
        Add(batch, $"update {WebhookTables.Deliveries} set next_at = $2, tries = 0 where webhook = $1 and status = 'pending'", webhook, now);
        AddHealth(batch, webhook, health);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ImmutableArray<long>> Again(string webhook, ImmutableArray<string> notices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            insert into {WebhookTables.Deliveries} (webhook, notice, sequence, type, shipment, lane, status, redelivery, created_at, next_at)
            select $1, n.id, n.sequence, n.type, n.shipment, $4 || n.lane, 'pending', true, $3, $3 from {WebhookTables.Notices} n where n.id = any($2) order by n.sequence
            returning id
            """,
            webhook, notices.ToArray(), now, $"again/{Guid.CreateVersion7(now):N}/");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = ImmutableArray.CreateBuilder<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids.DrainToImmutable();
    }

    public async Task<DueDelivery> NewTest(string webhook, string? carrier, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var notice = CarrierNotice.Test(webhook, carrier, id, now);
        await using var batch = database.Batch();
        Add(batch, WebhookTables.Insert(n => $"${n}"), [.. NoticeColumns.Of([notice])]);

        // Not pending: nothing else looks at it.
        Add(
            batch,
            $"""
            insert into {WebhookTables.Deliveries} (webhook, notice, sequence, type, lane, status, redelivery, created_at)
            select $1, n.id, n.sequence, n.type, n.lane, 'failed', true, $3 from {WebhookTables.Notices} n where n.id = $2 returning id
            """,
            webhook, id, now);
        var delivery = (long)(await Last(batch, cancellationToken))!;
        return new DueDelivery(delivery, id, notice.Lane, notice.Body, 0);
    }

    public async Task RecordTest(string webhook, DueDelivery delivery, DeliveryTry attempt, bool isSuccess, CancellationToken cancellationToken)
    {
        await using var batch = database.Batch();
        AddTry(batch, webhook, delivery.Id, attempt, isSuccess ? "delivered" : "failed", 1, null);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<DeliveryInfo?> Find(string webhook, long delivery, CancellationToken cancellationToken)
    {
        await using var command = Command($"select {DeliveryRow.Columns} from {WebhookTables.Deliveries} where webhook = $1 and id = $2", webhook, delivery);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? DeliveryRow.Read(reader) : null;
    }

    public async Task<PendingDeliveries> CountPending(string webhook, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            select count(*) filter (where not redelivery)::integer, count(*) filter (where redelivery)::integer
            from {WebhookTables.Deliveries} where webhook = $1 and status = 'pending'
            """,
            webhook);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new PendingDeliveries(reader.GetInt32(0), reader.GetInt32(1));
    }

    public async Task TellPositions(WebhookFacts webhook, DateTimeOffset slotEnd, CancellationToken cancellationToken)
    {
        // A vehicle serves many: its owner is told what the API would tell them.
        var history = shared.For(webhook.Carrier);
        var notices = ImmutableArray.CreateBuilder<CarrierNotice>();
        foreach (var shipment in await InTransitAt(webhook, slotEnd, cancellationToken))
        {
            await replays.WaitAsync(cancellationToken);
            try
            {
                var vehicle = await history.AssetStateAt(shipment.Vehicle, slotEnd, null, cancellationToken);
                notices.Add(CarrierNotice.Positions(webhook.Id, shipment, vehicle, slotEnd.AddMinutes(-webhook.PositionEveryMinutes!.Value), slotEnd));
            }
            finally
            {
                replays.Release();
            }
        }

        await using var batch = database.Batch();
        if (notices.Count > 0)
            Add(batch, WebhookTables.Insert(n => $"${n}"), [.. NoticeColumns.Of(notices.ToImmutable())]);
        Add(batch, $"update {WebhookTables.Progress} set positions_up_to = $2 where webhook = $1 and positions_up_to < $2", webhook.Id, slotEnd);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task Drop(string webhook, CancellationToken cancellationToken)
    {
        await using var batch = database.Batch();
        Add(batch, $"delete from {WebhookTables.Deliveries} where webhook = $1", webhook);
        Add(batch, $"delete from {WebhookTables.Notices} where webhook = $1", webhook);
        Add(batch, $"delete from {WebhookTables.Progress} where webhook = $1", webhook);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ImmutableArray<string>> WithWork(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            select w.id from {WebhookTables.Webhooks} w left join {WebhookTables.Progress} p on p.webhook = w.id
            where w.status = '{ViewWords.Of(WebhookStatus.Active)}' and not coalesce(p.hold_until > $1, false) and (p.webhook is null
                or p.positions_up_to < date_bin(w.every_minutes * interval '1 minute', $1, timestamptz 'epoch')
                or exists (select from {WebhookTables.Deliveries} d where d.webhook = w.id and d.status = 'pending' and d.next_at <= $1)
                or case when w.carrier is null
                    then p.cursor < (select max(sequence) from {WebhookTables.Notices})
                    else exists (select from {WebhookTables.Notices} n where n.carrier = w.carrier and n.sequence > p.cursor) end)
            """,
            now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var webhooks = ImmutableArray.CreateBuilder<string>();
        while (await reader.ReadAsync(cancellationToken))
            webhooks.Add(reader.GetString(0));
        return webhooks.DrainToImmutable();
    }

    public async Task<int> Count(string? carrier, CancellationToken cancellationToken)
    {
        await using var command = Command($"select count(*)::integer from {WebhookTables.Webhooks} where carrier is not distinct from $1", carrier);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task Sweep(DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        await using var batch = database.Batch();

        // Whoever deleted it may have got no further than saying so, or have had a delivery under way. The list does not tell: it only follows, and may be behind.
        Add(
            batch,
            $"""
            delete from {WebhookTables.Progress} p
            where exists (select from {HistoryDatabase.Schema}.mt_events e where e.stream_id = 'webhook/' || p.webhook and e.type = '{EventNames.WebhookDeleted}')
            """);
        Add(
            batch,
            $"""
            delete from {WebhookTables.Deliveries} d
            where created_at < $1 and (status <> 'pending' or not exists (select from {WebhookTables.Progress} p where p.webhook = d.webhook))
            """,
            olderThan);
        Add(
            batch,
            $"""
            delete from {WebhookTables.Notices} n
            where made_at < $1 and not exists (select from {WebhookTables.Deliveries} d where d.notice = n.id and d.status = 'pending')
            """,
            olderThan);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public void Dispose() => replays.Dispose();

    async Task<List<ShipmentInfo>> InTransitAt(WebhookFacts webhook, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            select data from {ViewTables.Shipments}
            where ($1::text is null or carrier = $1) and (status = 'inTransit' or (status <> 'registered' and mt_last_modified >= $2))
                and (data -> 'facts' ->> 'departedAt')::timestamptz <= $2
                and coalesce((data -> 'facts' ->> 'arrivedAt')::timestamptz > $2, status = 'inTransit')
            order by sequence
            """,
            webhook.Carrier, at);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var shipments = new List<ShipmentInfo>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var view = JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(0), HistoryJson.TypeOf<ShipmentView>())!;
            if (webhook.Shipments.IsEmpty || webhook.Shipments.Contains(view.Facts.Id))
                shipments.Add(view.Facts.ToInfo(view.Version));
        }

        return shipments;
    }

    static void AddTry(NpgsqlBatch batch, string webhook, long delivery, DeliveryTry attempt, string status, int tries, DateTimeOffset? next)
    {
        var stored = new StoredTry(attempt.At, attempt.Status, attempt.LatencyMs, attempt.Answer, attempt.Failure);
        Add(
            batch,
            $"""
            update {WebhookTables.Deliveries} set status = $3, tries = $4, next_at = $5,
                log = case when jsonb_array_length(log) >= {MostTries} then log - 0 else log end || $6::jsonb
            where webhook = $1 and id = $2
            """,
            webhook, delivery, status, tries, next, JsonSerializer.Serialize(stored, HistoryJson.TypeOf<StoredTry>()));
    }

    static void AddHealth(NpgsqlBatch batch, string webhook, Health health) => Add(
        batch, $"update {WebhookTables.Progress} set failures = $2, failing_since = $3, hold_until = $4, last_delivered_at = $5 where webhook = $1",
        webhook, health.FailuresInARow, health.FailingSince, health.HoldUntil, health.LastDeliveredAt);

    static NoticeHead Head(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), Text(reader, 3), Text(reader, 4), Text(reader, 5), reader.GetString(6),
        reader.GetFieldValue<DateTimeOffset>(7));

    static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    static async Task<object?> Last(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (!await reader.ReadAsync(cancellationToken))
            if (!await reader.NextResultAsync(cancellationToken))
                return null;
        return reader.GetValue(0);
    }

    NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = database.Command(sql);
        foreach (var value in values)
            command.Parameters.Add(Parameter(value));
        return command;
    }

    static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(Parameter(value));
        batch.BatchCommands.Add(command);
    }

    // What is null has no type of its own; all that may be are times and texts, which the statements say.
    static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        DateTimeOffset time => new NpgsqlParameter { Value = time.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
        _ => new NpgsqlParameter { Value = value },
    };
}

/// <summary>A delivery as it is kept.</summary>
static class DeliveryRow
{
    public const string Columns = "id, notice, type, shipment, status, created_at, next_at, redelivery, log";

    public static DeliveryInfo Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0).ToString(CultureInfo.InvariantCulture),
        Notice = reader.GetString(1),
        Type = reader.GetString(2),
        Shipment = reader.IsDBNull(3) ? null : reader.GetString(3),
        Status = reader.GetString(4) switch { "pending" => DeliveryStatus.Pending, "delivered" => DeliveryStatus.Delivered, _ => DeliveryStatus.Failed },
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
        NextTryAt = reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
        Redelivery = reader.GetBoolean(7),
        Tries = [.. JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(8), HistoryJson.TypeOf<StoredTry[]>())!
            .Select(t => new DeliveryTry(t.At, t.Status, t.LatencyMs, t.Answer, t.Failure))],
    };
}
