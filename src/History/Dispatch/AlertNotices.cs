using System.Collections.Immutable;
using System.Globalization;
using JasperFx.Events;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Dispatch;

/// <summary>Makes notices of stored events: each alert is folded from its own events up to the one that is told, so that it is the same whenever it is told.</summary>
sealed class AlertNotices(HistoryDatabase database)
{
    // By the partial index over what is no reading.
    const string Sql = $"""
        select e.seq_id, e.stream_id, e.type, e.data
        from unnest($1, $2) as wanted (stream, alert)
        join {HistoryDatabase.Schema}.mt_events e on e.stream_id = wanted.stream and e.data ->> 'alertId' = wanted.alert
        where e.type <> '{EventNames.ReadingsRecorded}' and e.type in ({EventNames.AlertTypesSql}) and e.seq_id <= $3
        order by e.seq_id
        """;

    public async Task<ImmutableArray<AlertNotice>> Of(IReadOnlyList<IEvent> events, CancellationToken cancellationToken)
    {
        var told = events.Where(e => e.Data is AlertEvent).ToDictionary(e => e.Sequence);
        if (told.Count == 0)
            return [];

        var wanted = told.Values.Select(e => (Stream: e.StreamKey!, ((AlertEvent)e.Data).AlertId)).Distinct().ToList();
        await using var command = database.Command(Sql);
        command.Parameters.AddWithValue(wanted.Select(w => w.Stream).ToArray());
        command.Parameters.AddWithValue(wanted.Select(w => w.AlertId).ToArray());
        command.Parameters.AddWithValue(told.Keys.Max());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        var alerts = new Dictionary<(string Stream, string Alert), Alert>();
        var notices = ImmutableArray.CreateBuilder<AlertNotice>(told.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (sequence, stream) = (reader.GetInt64(0), reader.GetString(1));
            var @event = (AlertEvent)HistoryJson.Read(reader.GetString(2), reader.GetFieldValue<byte[]>(3));
            if (!AssetId.TryParse(stream, out var asset, out var reason))
                throw new InvalidOperationException($"An alert's event is in the stream {stream}: {reason}");
            var key = (stream, @event.AlertId);
            if (AlertFold.Evolve(asset, alerts.GetValueOrDefault(key), @event) is not { } alert)
                throw new InvalidOperationException($"Alert {@event.AlertId} in {stream} was changed before it was raised");
            alerts[key] = alert;
            if (told.TryGetValue(sequence, out var e))
                notices.Add(new AlertNotice(string.Create(CultureInfo.InvariantCulture, $"{stream}/{e.Version}"), sequence, @event, alert));
        }

        return notices.ToImmutable();
    }
}
