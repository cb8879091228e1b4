using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Contracts.Live;

/// <summary>
/// One silo's window to the outside: the newest position of each asset that lives there, and its alerts as they are recorded. The key is the silo's
/// address (<c>SiloAddress.ToParsableString()</c>); each silo activates its own at start.
/// </summary>
[Alias("shiptrack.ILiveFeedGrain")]
public interface ILiveFeedGrain : IGrainWithStringKey
{
    /// <summary>Sends alerts to an observer from now on, until it has not renewed this for a minute.</summary>
    /// <returns>True when the observer was not subscribed before: it may have missed alerts and should read the lists again.</returns>
    [Alias("Subscribe")]
    ValueTask<bool> Subscribe(ILiveFeedObserver observer);

    /// <summary>Positions that changed after a cursor; zero gives them all. At most <paramref name="take"/> of them, oldest change first.</summary>
    [Alias("PositionsAfter")]
    ValueTask<PositionChanges> PositionsAfter(long cursor, int take);
}

/// <summary>Somebody outside the cluster who is told of alerts as they are recorded.</summary>
[Alias("shiptrack.ILiveFeedObserver")]
public interface ILiveFeedObserver : IGrainObserver
{
    /// <summary>An alert changed; it is already durable.</summary>
    [Alias("AlertChanged")]
    Task AlertChanged(AlertChange change);
}

/// <summary>What happened to an alert.</summary>
public enum AlertChangeKind
{
    Raised,
    Updated,
    Cleared,
    Acknowledged,
    Closed,
}

/// <summary>An alert as it stands after a change.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.AlertChange")]
public sealed record AlertChange([property: Id(0)] AlertChangeKind Kind, [property: Id(1)] AlertInfo Alert);

/// <summary>Positions that changed.</summary>
/// <param name="Cursor">Ask with this next time.</param>
/// <param name="Positions">The newest position of each changed asset.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.PositionChanges")]
public sealed record PositionChanges([property: Id(0)] long Cursor, [property: Id(1)] ImmutableArray<LivePosition> Positions);

/// <summary>Where an asset is now.</summary>
/// <param name="Asset">Which.</param>
/// <param name="Position">Where, and when by the device's clock.</param>
/// <param name="Shipment">The shipment it is on duty for.</param>
/// <param name="WorstOpenAlert">The worst of its open alerts; null when it has none.</param>
/// <param name="IsOfDuty">It was there on this duty. An asset that has just been put on duty may still stand where it was for others, which is not for the shipment's owner to see.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.LivePosition")]
public sealed record LivePosition(
    [property: Id(0)] AssetId Asset,
    [property: Id(1)] LastPosition Position,
    [property: Id(2)] string? Shipment,
    [property: Id(3)] AlertSeverity? WorstOpenAlert,
    [property: Id(4)] bool IsOfDuty = false);
