using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Api.History;

/// <summary>Stands where the history's read side is not connected: every read is answered with 503, never with an empty list.</summary>
sealed class AbsentHistory : IHistoryReader
{
    public Task<ListPage<ShipmentInfo>> ListShipments(ShipmentFilter filter, CancellationToken cancellationToken) => throw new HistoryAwayException();

    public Task<ListPage<AlertInfo>> ListAlerts(AlertFilter filter, CancellationToken cancellationToken) => throw new HistoryAwayException();

    public Task<AlertInfo?> FindAlert(string id, CancellationToken cancellationToken) => throw new HistoryAwayException();

    public Task<bool> StreamExists(string stream, CancellationToken cancellationToken) => throw new HistoryAwayException();

    public Task<ImmutableArray<StoredEvent>> ReadEvents(string stream, long afterVersion, int take, CancellationToken cancellationToken) => throw new HistoryAwayException();

    public Task<AssetStatus?> AssetAt(AssetId asset, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken) => throw new HistoryAwayException();

    public Task<ShipmentInfo?> ShipmentAt(string shipment, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        throw new HistoryAwayException();

    public IAsyncEnumerable<TrackPoint> ReadTrack(AssetId asset, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) =>
        throw new HistoryAwayException();
}

/// <summary>The history cannot be read.</summary>
sealed class HistoryAwayException() : Exception("the history's read side is not connected");
