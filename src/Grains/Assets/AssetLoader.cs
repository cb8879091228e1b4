using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Assets;

/// <summary>Brings an asset back from its history: a snapshot and what came after it.</summary>
public sealed class AssetLoader(IEventLog log, ISnapshots snapshots)
{
    /// <summary>The asset as its history tells it.</summary>
    public async Task<LoadedAsset> Load(AssetId asset, CancellationToken cancellationToken)
    {
        var snapshot = await snapshots.Load(asset.ToString(), cancellationToken);
        var start = snapshot?.Format == AssetSnapshot.CurrentFormat ? new LoadedAsset(snapshot.State, snapshot.Version, snapshot.Version) : LoadedAsset.New(asset);
        var loaded = await Fold(start, DateTimeOffset.MaxValue, cancellationToken);
        return loaded.State.Misses is { } from ? await Load(asset, from, cancellationToken) : loaded;
    }

    /// <summary>
    /// The asset with all readings from a device time on at hand. A reading in its history may be older still than those at hand when it came: then the history is
    /// folded once more from there.
    /// </summary>
    public async Task<LoadedAsset> Load(AssetId asset, DateTimeOffset keepFrom, CancellationToken cancellationToken)
    {
        while (true)
        {
            var loaded = await Fold(LoadedAsset.New(asset), keepFrom, cancellationToken);
            if (loaded.State.Misses is not { } from)
                return loaded;
            keepFrom = from < keepFrom ? from : throw new InvalidOperationException($"The history of {asset} cannot be folded from {keepFrom:O}");
        }
    }

    /// <summary>One alert of the asset, however long over; null when there is none of that id.</summary>
    public async Task<Alert?> FindAlert(AssetId asset, string alertId, CancellationToken cancellationToken)
    {
        Alert? alert = null;
        await foreach (var (_, @event) in log.Read(asset.ToString(), 0, cancellationToken))
            if (@event is AlertEvent e && e.AlertId == alertId)
                alert = AlertFold.Evolve(asset, alert, e);
        return alert;
    }

    async Task<LoadedAsset> Fold(LoadedAsset start, DateTimeOffset keepFrom, CancellationToken cancellationToken)
    {
        var (state, version, _) = start;
        await foreach (var (v, @event) in log.Read(state.Facts.Asset.ToString(), version, cancellationToken))
        {
            state = state.Evolve((AssetEvent)@event, keepFrom);
            version = v;
        }

        return start with { State = state, Version = version };
    }
}

/// <summary>An asset's state and the version of the stream it holds for.</summary>
/// <param name="SnapshotVersion">The version of the snapshot it began with.</param>
public sealed record LoadedAsset(AssetState State, long Version, long SnapshotVersion)
{
    public static LoadedAsset New(AssetId asset) => new(AssetState.Of(asset), 0, 0);
}
