using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Views;
using ShipmentTracker.History.Serialization;

namespace ShipmentTracker.History.Queries.Carriers;

/// <summary>The history as one carrier may see it: its own shipments, and of assets and alerts what happened on them. All else is as if it were not there.</summary>
sealed class CarrierHistory(IWholeHistory whole, IShipmentOwners owners, AssetShares shares, string carrier) : IHistoryQueries
{
    const string ShipmentStream = "shipment/";

    // What is read at once while looking for events that may be seen.
    const int Look = 500;

    /// <inheritdoc/>
    public Task<ListPage<ShipmentInfo>> Shipments(ShipmentFilter filter, string? cursor, int take, CancellationToken cancellationToken) =>
        filter.Carrier is { } asked && asked != carrier
            ? Task.FromResult(new ListPage<ShipmentInfo>([], null))
            : whole.Shipments(filter with { Carrier = carrier }, cursor, take, cancellationToken);

    /// <inheritdoc/>
    public Task<ListPage<AlertInfo>> Alerts(AlertFilter filter, string? cursor, int take, CancellationToken cancellationToken) =>
        whole.Alerts(filter with { Carrier = carrier }, cursor, take, cancellationToken);

    /// <inheritdoc/>
    public async Task<AlertInfo?> Alert(string id, CancellationToken cancellationToken) =>
        await whole.Alert(id, cancellationToken) is { } alert && await Sees(alert.Shipment, cancellationToken) ? alert : null;

    /// <inheritdoc/>
    public async Task<ShipmentInfo?> Shipment(string number, CancellationToken cancellationToken) =>
        await Sees(number, cancellationToken) ? await whole.Shipment(number, cancellationToken) : null;

    /// <inheritdoc/>
    public async Task<bool> StreamExists(string stream, CancellationToken cancellationToken) =>
        stream.StartsWith(ShipmentStream, StringComparison.Ordinal)
            ? await Sees(stream[ShipmentStream.Length..], cancellationToken)
            : AssetId.TryParse(stream, out var asset, out _) && await shares.Of(asset, carrier, cancellationToken) is not null;

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredEvent>> Events(
        string stream, IReadOnlyCollection<string> types, long afterSequence, int take, CancellationToken cancellationToken)
    {
        if (stream.StartsWith(ShipmentStream, StringComparison.Ordinal))
            return await Sees(stream[ShipmentStream.Length..], cancellationToken) ? await whole.Events(stream, types, afterSequence, take, cancellationToken) : [];
        if (!AssetId.TryParse(stream, out var asset, out _) || await shares.Of(asset, carrier, cancellationToken) is not { } share)
            return [];

        var seen = ImmutableArray.CreateBuilder<StoredEvent>();
        while (true)
        {
            var page = await whole.Events(stream, types, afterSequence, Look, cancellationToken);
            foreach (var e in page)
            {
                if (Limited(share, e) is { } limited) seen.Add(limited);
                if (seen.Count == take) return seen.DrainToImmutable();
            }

            if (page.Length < Look) return seen.DrainToImmutable();
            afterSequence = page[^1].Sequence;
        }
    }

    /// <inheritdoc/>
    public async Task<AssetStatus?> AssetStateAt(AssetId asset, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        await shares.Of(asset, carrier, cancellationToken) is { } share && (at is { } moment ? share.Covers(moment) : share.IsOpen)
            && await whole.AssetStateAt(asset, at, knownAt, cancellationToken) is { } state
            ? share.Limited(state)
            : null;

    /// <inheritdoc/>
    public async Task<ShipmentInfo?> ShipmentStateAt(string number, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        await Sees(number, cancellationToken) ? await whole.ShipmentStateAt(number, at, knownAt, cancellationToken) : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<TrackPoint> Track(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await shares.Of(asset, carrier, cancellationToken) is not { } share)
            yield break;
        foreach (var span in Within(share, from, to))
            await foreach (var point in whole.Track(asset, span.From, span.To, cancellationToken))
                if (share.Shows(point.At, point.ReceivedAt))
                    yield return point;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ToldReading> Readings(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await shares.Of(asset, carrier, cancellationToken) is not { } share)
            yield break;
        foreach (var span in Within(share, from, to))
            await foreach (var reading in whole.Readings(asset, span.From, span.To, cancellationToken))
                if (share.Shows(reading.At, reading.ReceivedAt))
                    yield return reading;
    }

    // The spans without what lies outside the bounds that were asked for.
    static IEnumerable<SharedSpan> Within(AssetShare share, DateTimeOffset? from, DateTimeOffset? to) => share.Spans
        .Where(s => !(s.From > to) && !(s.To < from))
        .Select(s => new SharedSpan(from > s.From ? from.Value : s.From, to < s.To || s.To is null ? to : s.To));

    async ValueTask<bool> Sees(string? shipment, CancellationToken cancellationToken) =>
        shipment is not null && (await owners.OwnerOf(shipment, cancellationToken))?.Carrier == carrier;

    static StoredEvent? Limited(AssetShare share, StoredEvent stored)
    {
        var whole = HistoryJson.Read(stored.Type, JsonSerializer.SerializeToUtf8Bytes(stored.Data));
        var limited = share.Limited((AssetEvent)whole);
        if (limited is null || ReferenceEquals(limited, whole)) return limited is null ? null : stored;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = HistoryJson.WriterTo(buffer))
            ReadingsConverter.Write(writer, (ReadingsRecorded)limited, packed: false);
        using var data = JsonDocument.Parse(buffer.WrittenMemory);
        return stored with { At = limited.At, Data = data.RootElement.Clone() };
    }
}
