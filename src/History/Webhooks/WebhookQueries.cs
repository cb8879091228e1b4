using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;
using ShipmentTracker.History.Views;

namespace ShipmentTracker.History.Webhooks;

/// <summary>What can be asked of webhooks; the lists follow what their grains do by moments.</summary>
public interface IWebhookQueries
{
    /// <summary>Webhooks, newest first: a carrier's, or, where it is null, all.</summary>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    Task<ListPage<WebhookInfo>> Webhooks(string? carrier, string? cursor, int take, CancellationToken cancellationToken);

    /// <summary>A webhook's deliveries, newest first.</summary>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    Task<ListPage<DeliveryInfo>> Deliveries(string webhook, DeliveryStatus? status, string? cursor, int take, CancellationToken cancellationToken);
}

/// <inheritdoc cref="IWebhookQueries"/>
sealed class WebhookQueries(HistoryDatabase database) : IWebhookQueries
{
    const char WebhookList = 'w';
    const char DeliveryList = 'd';

    public async Task<ListPage<WebhookInfo>> Webhooks(string? carrier, string? cursor, int take, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            $"""
            select w.sequence, w.data, p.failures, p.failing_since, p.hold_until, p.last_delivered_at,
                (select count(*)::integer from {WebhookTables.Deliveries} d where d.webhook = w.id and d.status = 'pending')
            from {WebhookTables.Webhooks} w left join {WebhookTables.Progress} p on p.webhook = w.id
            where w.sequence < $1 and ($2::text is null or w.carrier = $2) order by w.sequence desc limit $3
            """);
        command.Parameters.AddWithValue(Cursor.Read(WebhookList, cursor));
        command.Parameters.AddWithValue((object?)carrier ?? DBNull.Value);
        command.Parameters.AddWithValue(take + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (items, last) = (ImmutableArray.CreateBuilder<WebhookInfo>(), 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (items.Count == take)
                return new ListPage<WebhookInfo>(items.DrainToImmutable(), Cursor.Write(WebhookList, last));
            DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

            last = reader.GetInt64(0);
            var view = JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(1), HistoryJson.TypeOf<WebhookView>())!;
            var health = reader.IsDBNull(2) ? Health.Good : new Health(reader.GetInt32(2), Time(3), Time(4), Time(5));
            items.Add(view.Facts.ToInfo(health.ToInfo(reader.GetInt32(6))));
        }

        return new ListPage<WebhookInfo>(items.DrainToImmutable(), null);
    }

    public async Task<ListPage<DeliveryInfo>> Deliveries(string webhook, DeliveryStatus? status, string? cursor, int take, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            $"""
            select {DeliveryRow.Columns} from {WebhookTables.Deliveries}
            where webhook = $1 and id < $2 and ($3::text is null or status = $3) order by id desc limit $4
            """);
        command.Parameters.AddWithValue(webhook);
        command.Parameters.AddWithValue(Cursor.Read(DeliveryList, cursor));
        command.Parameters.AddWithValue(status is { } s ? ViewWords.Of(s) : DBNull.Value);
        command.Parameters.AddWithValue(take + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = ImmutableArray.CreateBuilder<DeliveryInfo>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (items.Count == take)
                return new ListPage<DeliveryInfo>(items.ToImmutable(), Cursor.Write(DeliveryList, long.Parse(items[^1].Id, CultureInfo.InvariantCulture)));
            items.Add(DeliveryRow.Read(reader));
        }

        return new ListPage<DeliveryInfo>(items.DrainToImmutable(), null);
    }
}
