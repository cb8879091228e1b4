using System.Collections.Immutable;
using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Api.History;

/// <summary>What the API reads from the history.</summary>
interface IHistoryReader
{
    /// <summary>Shipments, newest first.</summary>
    /// <exception cref="BadCursorException">The cursor is none of ours.</exception>
    Task<ListPage<ShipmentInfo>> ListShipments(ShipmentFilter filter, CancellationToken cancellationToken);

    /// <summary>Alerts, newest first.</summary>
    /// <exception cref="BadCursorException">The cursor is none of ours.</exception>
    Task<ListPage<AlertInfo>> ListAlerts(AlertFilter filter, CancellationToken cancellationToken);

    /// <summary>One alert; null when the lists do not know it (yet).</summary>
    Task<AlertInfo?> FindAlert(string id, CancellationToken cancellationToken);

    /// <summary>Whether a stream has any event.</summary>
    Task<bool> StreamExists(string stream, CancellationToken cancellationToken);

    /// <summary>Events of a stream after a version, in order.</summary>
    Task<ImmutableArray<StoredEvent>> ReadEvents(string stream, long afterVersion, int take, CancellationToken cancellationToken);

    /// <summary>An asset at a moment, by what was known at another; null when nothing was.</summary>
    Task<AssetStatus?> AssetAt(AssetId asset, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken);

    /// <summary>A shipment at a moment, by what was known at another; null when nothing was.</summary>
    Task<ShipmentInfo?> ShipmentAt(string shipment, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken);

    /// <summary>Where an asset was, in the order of device time, streamed.</summary>
    IAsyncEnumerable<TrackPoint> ReadTrack(AssetId asset, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken);
}

/// <summary>One page of a list.</summary>
sealed record ListPage<T>(ImmutableArray<T> Items, string? Next);

/// <summary>Which shipments.</summary>
/// <param name="Search">Text to look for in number, declaration, carrier and assets.</param>
sealed record ShipmentFilter(ShipmentStatus? Status, string? Carrier, string? Search, string? Cursor, int Take);

/// <summary>Which alerts.</summary>
sealed record AlertFilter(AlertStatus? Status, string? Rule, string? Shipment, AssetId? Asset, string? Cursor, int Take);

/// <summary>An event as it is stored.</summary>
sealed record StoredEvent(long Sequence, long Version, string Type, DateTimeOffset At, DateTimeOffset RecordedAt, JsonElement Data);

/// <summary>Where an asset was.</summary>
sealed record TrackPoint(DateTimeOffset At, double Lat, double Lon, double? SpeedKph, double? HeadingDeg, double? AccuracyM);

/// <summary>A cursor that none of our lists has given out.</summary>
sealed class BadCursorException(Exception? inner = null) : Exception("the cursor is none of ours", inner);
