using System.Collections.Immutable;
using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.History.Queries;

/// <summary>
/// What can be asked of the history. Streams are read as they are at the moment; the lists follow the history within milliseconds as a rule, and without bound while the
/// silos are away.
/// </summary>
public interface IHistoryQueries
{
    /// <summary>Shipments, newest first, without the coordinates of their routes.</summary>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    Task<ListPage<ShipmentInfo>> Shipments(ShipmentFilter filter, string? cursor, int take, CancellationToken cancellationToken);

    /// <summary>Alerts, by when they were first recorded, newest first.</summary>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    Task<ListPage<AlertInfo>> Alerts(AlertFilter filter, string? cursor, int take, CancellationToken cancellationToken);

    /// <summary>One alert; null when the list does not know it (yet).</summary>
    Task<AlertInfo?> Alert(string id, CancellationToken cancellationToken);

    /// <summary>One shipment, with its route; null when none of that number was registered.</summary>
    Task<ShipmentInfo?> Shipment(string number, CancellationToken cancellationToken);

    /// <summary>Whether a stream, such as <c>vehicle/29H81234</c> or <c>shipment/2026-000123</c>, has any event.</summary>
    Task<bool> StreamExists(string stream, CancellationToken cancellationToken);

    /// <summary>
    /// Events of a stream after a place in the whole history (<see cref="StoredEvent.Sequence"/>; 0: from its beginning), in order; only those of the types, unless there are none.
    /// </summary>
    Task<ImmutableArray<StoredEvent>> Events(string stream, IReadOnlyCollection<string> types, long afterSequence, int take, CancellationToken cancellationToken);

    /// <summary>
    /// An asset as it was at a moment, by what had been recorded at another; null when nothing was known. A null moment is no bound: all that is known.
    /// </summary>
    Task<AssetStatus?> AssetStateAt(AssetId asset, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken);

    /// <summary>A shipment as it was at a moment, by what had been recorded at another; null when it was not known.</summary>
    Task<ShipmentInfo?> ShipmentStateAt(string number, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken);

    /// <summary>
    /// Where an asset was, from all kinds of readings that tell a position, in the order of device time and streamed: the server sorts, and nothing is held here. The bounds
    /// are inclusive; null is no bound.
    /// </summary>
    IAsyncEnumerable<TrackPoint> Track(AssetId asset, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken);

    /// <summary>All that an asset told, in the order of device time, streamed like <see cref="Track"/>.</summary>
    IAsyncEnumerable<ToldReading> Readings(AssetId asset, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken);
}

/// <summary>The history without any limit. Whoever answers others takes <see cref="Carriers.ISharedHistory"/>.</summary>
public interface IWholeHistory : IHistoryQueries;

/// <summary>One page of a list.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record ListPage<T>(ImmutableArray<T> Items, string? Next);

/// <summary>Which shipments; null does not matter.</summary>
/// <param name="Search">Part of the number, declaration, carrier, an office's code or an asset's name, in any case.</param>
public sealed record ShipmentFilter(ShipmentStatus? Status = null, string? Carrier = null, string? Search = null);

/// <summary>Which alerts; null does not matter.</summary>
/// <param name="Carrier">Those of this carrier's shipments.</param>
public sealed record AlertFilter(AlertStatus? Status = null, string? Rule = null, string? Shipment = null, AssetId? Asset = null, string? Carrier = null);

/// <summary>An event as it is stored.</summary>
/// <param name="Sequence">Its place in the whole history.</param>
/// <param name="Version">Its place in its stream, from 1.</param>
/// <param name="Type">Its name, see <see cref="EventNames"/>.</param>
/// <param name="At">When it happened.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Data">All of it, as it is stored.</param>
public sealed record StoredEvent(long Sequence, long Version, string Type, DateTimeOffset At, DateTimeOffset RecordedAt, JsonElement Data);

/// <summary>Where an asset was.</summary>
/// <param name="At">Device time.</param>
/// <param name="Lat">Degrees, WGS 84.</param>
/// <param name="Lon">Degrees, WGS 84.</param>
/// <param name="SpeedKph">km/h.</param>
/// <param name="HeadingDeg">Degrees clockwise from true north.</param>
/// <param name="AccuracyM">Radius of uncertainty in metres.</param>
/// <param name="Kind">The kind of reading: position, seal or sensor.</param>
/// <param name="Mark">Why it was not judged: clockSkew, implausible or tooLate; null as a rule.</param>
/// <param name="ReceivedAt">When the broker received it.</param>
public sealed record TrackPoint(
    DateTimeOffset At, double Lat, double Lon, double? SpeedKph, double? HeadingDeg, double? AccuracyM, string Kind, string? Mark, DateTimeOffset ReceivedAt);

/// <summary>One reading; what it does not tell is null. Units as in <see cref="SensorReading"/>.</summary>
/// <param name="At">Device time.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Kind">position, seal or sensor.</param>
/// <param name="Mark">Why it was not judged; null as a rule.</param>
public sealed record ToldReading(DateTimeOffset At, DateTimeOffset RecordedAt, string Kind, string? Mark)
{
    /// <summary>When the broker received it.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    public double? Lat { get; init; }
    public double? Lon { get; init; }
    public double? SpeedKph { get; init; }
    public double? HeadingDeg { get; init; }
    public double? TemperatureC { get; init; }
    public double? HumidityPct { get; init; }
    public double? ShockG { get; init; }
    public bool? DoorOpen { get; init; }
    public double? LightLux { get; init; }
    public double? BatteryPct { get; init; }

    /// <summary>What a seal reported: sealed, cut, heartbeat and so on.</summary>
    public string? Event { get; init; }

    /// <summary>Who operated the seal.</summary>
    public string? Operator { get; init; }
}

/// <summary>A cursor that the list did not give out.</summary>
public sealed class BadCursorException : Exception
{
    public BadCursorException()
        : base("The cursor is none of this list's: leave it out to begin at the newest")
    {
    }

    public BadCursorException(string message)
        : base(message)
    {
    }

    public BadCursorException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
