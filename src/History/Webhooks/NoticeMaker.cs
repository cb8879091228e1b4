using System.Collections.Immutable;
using System.Globalization;
using JasperFx.Events;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.History.Dispatch;
using ShipmentTracker.History.Queries.Carriers;
using ShipmentTracker.History.Reading;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Webhooks;

/// <summary>Makes notices of stored events. Whenever it is asked for the same events, it makes the same ones.</summary>
sealed class NoticeMaker(HistoryDatabase database, AlertNotices alerts, IShipmentOwners owners, EventLog log)
{
    // A repeat comes soon after the first.
    const int StatesBefore = 5;

    // A seal serves one shipment at a time; those long closed do not matter.
    const int ShipmentsOfASeal = 20;

    const string SealsSql = $"""
        select seq_id, stream_id, version, data from {HistoryDatabase.Schema}.mt_events where seq_id > $1 and seq_id <= $2 and {HistoryTables.SealStates} order by seq_id
        """;

    const string StatesBeforeSql = $"""
        select data from {HistoryDatabase.Schema}.mt_events where stream_id = $1 and version < $2 and {HistoryTables.SealStates} order by version desc limit $3
        """;

    const string ShipmentsSql = $"""
        select stream_id from {HistoryDatabase.Schema}.mt_events
        where type = '{EventNames.ShipmentRegistered}' and data -> 'seals' ? $1 and seq_id <= $2 order by seq_id desc limit $3
        """;

    /// <summary>What there is to tell of a stretch of the history, in its order.</summary>
    /// <param name="events">Those events of it that are no readings.</param>
    /// <param name="after">The sequence number it begins after.</param>
    /// <param name="upTo">The one it ends with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ImmutableArray<CarrierNotice>> Of(IReadOnlyList<IEvent> events, long after, long upTo, CancellationToken cancellationToken)
    {
        var made = new List<(long Sequence, CarrierNotice Notice)>();
        await AddShipments(made, events, cancellationToken);
        await AddAlerts(made, events, cancellationToken);
        await AddSeals(made, after, upTo, cancellationToken);

        // What one event gives stays in the order it was made.
        return [.. made.OrderBy(m => m.Sequence).Select(m => m.Notice)];
    }

    async Task AddShipments(List<(long Sequence, CarrierNotice Notice)> made, IReadOnlyList<IEvent> events, CancellationToken cancellationToken)
    {
        foreach (var e in events.Where(e => e.Data is ShipmentEvent))
            if (await ShipmentAt(e.StreamKey!, e.Version, cancellationToken) is { } facts && CarrierNotice.Of(Id(e.StreamKey!, e.Version), (ShipmentEvent)e.Data, facts, e.Version) is { } notice)
                made.Add((e.Sequence, notice));
    }

    async Task AddAlerts(List<(long Sequence, CarrierNotice Notice)> made, IReadOnlyList<IEvent> events, CancellationToken cancellationToken)
    {
        foreach (var notice in await alerts.Of(events, cancellationToken))
        {
            var carrier = notice.Alert.Shipment is { } shipment ? (await owners.OwnerOf(shipment, cancellationToken))?.Carrier : null;
            made.Add((notice.Sequence, CarrierNotice.Of(notice, carrier)));
            if (CarrierNotice.Breach(notice, carrier) is { } breach)
                made.Add((notice.Sequence, breach));
        }
    }

    async Task AddSeals(List<(long Sequence, CarrierNotice Notice)> made, long after, long upTo, CancellationToken cancellationToken)
    {
        foreach (var (sequence, stream, version, burst) in await Seals(after, upTo, cancellationToken))
        {
            var changes = SealHistory.Changes(await StatesBeforeIt(stream, version, cancellationToken), burst.Readings);
            if (changes.IsEmpty || !AssetId.TryParse(stream, out var seal, out _))
                continue;
            var shipments = await ShipmentsOf(stream, sequence, cancellationToken);
            foreach (var (place, sample) in changes)
                if (SealHistory.ShipmentAt(shipments, sample.At) is { } shipment)
                    made.Add((sequence, CarrierNotice.Of(string.Create(CultureInfo.InvariantCulture, $"{Id(stream, version)}/{place}"), seal, sample, burst.RecordedAt, shipment)));
        }
    }

    async Task<List<(long Sequence, string Stream, long Version, ReadingsRecorded Burst)>> Seals(long after, long upTo, CancellationToken cancellationToken)
    {
        await using var command = database.Command(SealsSql);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(upTo);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var bursts = new List<(long, string, long, ReadingsRecorded)>();
        while (await reader.ReadAsync(cancellationToken))
            bursts.Add((reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), Burst(reader.GetFieldValue<byte[]>(3))));
        return bursts;
    }

    async Task<List<SealSample>> StatesBeforeIt(string stream, long version, CancellationToken cancellationToken)
    {
        await using var command = database.Command(StatesBeforeSql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(version);
        command.Parameters.AddWithValue(StatesBefore);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var samples = new List<SealSample>();
        while (await reader.ReadAsync(cancellationToken))
            samples.AddRange(Burst(reader.GetFieldValue<byte[]>(0)).Readings.Select(r => r.AsJudged()).OfType<SealSample>());
        return samples;
    }

    async Task<List<ShipmentFacts>> ShipmentsOf(string seal, long upTo, CancellationToken cancellationToken)
    {
        var streams = new List<string>();
        await using (var command = database.Command(ShipmentsSql))
        {
            command.Parameters.AddWithValue(seal);
            command.Parameters.AddWithValue(upTo);
            command.Parameters.AddWithValue(ShipmentsOfASeal);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                streams.Add(reader.GetString(0));
        }

        var shipments = new List<ShipmentFacts>();
        foreach (var stream in streams)
            if (await ShipmentAt(stream, long.MaxValue, cancellationToken) is { } facts)
                shipments.Add(facts);
        return shipments;
    }

    async Task<ShipmentFacts?> ShipmentAt(string stream, long version, CancellationToken cancellationToken)
    {
        ShipmentFacts? facts = null;
        await foreach (var (_, e) in log.Read(stream, 0, version, cancellationToken))
            facts = ShipmentFacts.Evolve(facts, (ShipmentEvent)e);
        return facts;
    }

    static string Id(string stream, long version) => string.Create(CultureInfo.InvariantCulture, $"{stream}/{version}");

    static ReadingsRecorded Burst(byte[] json) => (ReadingsRecorded)HistoryJson.Read(EventNames.ReadingsRecorded, json);
}
