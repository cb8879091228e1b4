using System.Collections.Immutable;
using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Views;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;
using ShipmentTracker.History.Views;

namespace ShipmentTracker.History.Queries;

/// <inheritdoc cref="IHistoryQueries"/>
sealed class HistoryQueries(HistoryDatabase database, Replay replay, ReadingReader readings) : IWholeHistory
{
    const char AlertList = 'a';
    const char ShipmentList = 's';

    // Within a stream the sequence grows with the version, and the version is what streams are indexed by. A cursor of ours is an event of the stream, found at once;
    // any other number costs a look along the stream.
    const string EventsSql = $"""
        select seq_id, version, type, data from {HistoryDatabase.Schema}.mt_events
        where stream_id = $1 and (cardinality($4::text[]) = 0 or type = any($4)) and version > case when $2 <= 0 then 0 else coalesce(
            (select version from {HistoryDatabase.Schema}.mt_events where seq_id = $2 and stream_id = $1),
            (select max(version) from {HistoryDatabase.Schema}.mt_events where stream_id = $1 and seq_id <= $2), 0) end
        order by version limit $3
        """;

    public async Task<ListPage<ShipmentInfo>> Shipments(ShipmentFilter filter, string? cursor, int take, CancellationToken cancellationToken)
    {
        var query = new ListQuery(ViewTables.Shipments)
            .Where("status = {0}", filter.Status is { } status ? ViewWords.Of(status) : null)
            .Where("carrier = {0}", filter.Carrier)
            .Where("strpos(data ->> 'search', {0}) > 0", string.IsNullOrWhiteSpace(filter.Search) ? null : filter.Search.Trim().ToLowerInvariant());
        return await query.Page<ShipmentView, ShipmentInfo>(database, ShipmentList, cursor, take, v => v.Facts.ToInfo(v.Version), cancellationToken);
    }

    public async Task<ListPage<AlertInfo>> Alerts(AlertFilter filter, string? cursor, int take, CancellationToken cancellationToken)
    {
        var query = new ListQuery(ViewTables.Alerts)
            .Where("status = {0}", filter.Status is { } status ? ViewWords.Of(status) : null)
            .Where("rule = {0}", filter.Rule)
            .Where("shipment = {0}", filter.Shipment)
            .Where("asset = {0}", filter.Asset?.ToString())
            .Where($"exists (select from {ViewTables.Shipments} s where s.id = 'shipment/' || shipment and s.carrier = {{0}})", filter.Carrier);
        return await query.Page<AlertView, AlertInfo>(database, AlertList, cursor, take, v => v.Alert.ToInfo(), cancellationToken);
    }

    public async Task<AlertInfo?> Alert(string id, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"select data from {ViewTables.Alerts} where id = $1");
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ListQuery.View<AlertView>(reader, 0).Alert.ToInfo() : null;
    }

    public Task<ShipmentInfo?> Shipment(string number, CancellationToken cancellationToken) => ShipmentStateAt(number, null, null, cancellationToken);

    public async Task<bool> StreamExists(string stream, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"select exists (select from {HistoryDatabase.Schema}.mt_streams where id = $1)");
        command.Parameters.AddWithValue(stream);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<ImmutableArray<StoredEvent>> Events(
        string stream, IReadOnlyCollection<string> types, long afterSequence, int take, CancellationToken cancellationToken)
    {
        await using var command = database.Command(EventsSql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(afterSequence);
        command.Parameters.AddWithValue(take);
        command.Parameters.AddWithValue(types.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = ImmutableArray.CreateBuilder<StoredEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            using var data = JsonDocument.Parse(HistoryJson.Unpacked(reader.GetString(2), reader.GetFieldValue<byte[]>(3)));
            var root = data.RootElement.Clone();
            events.Add(new StoredEvent(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2),
                root.GetProperty("at").GetDateTimeOffset(), root.GetProperty("recordedAt").GetDateTimeOffset(), root));
        }

        return events.DrainToImmutable();
    }

    public Task<AssetStatus?> AssetStateAt(AssetId asset, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        replay.Asset(asset, at ?? DateTimeOffset.MaxValue, knownAt ?? DateTimeOffset.MaxValue, cancellationToken);

    public Task<ShipmentInfo?> ShipmentStateAt(string number, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        replay.Shipment(number, at ?? DateTimeOffset.MaxValue, knownAt ?? DateTimeOffset.MaxValue, cancellationToken);

    public IAsyncEnumerable<TrackPoint> Track(AssetId asset, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) =>
        readings.Track(asset, from, to, cancellationToken);

    public IAsyncEnumerable<ToldReading> Readings(AssetId asset, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) =>
        readings.Readings(asset, from, to, cancellationToken);
}
