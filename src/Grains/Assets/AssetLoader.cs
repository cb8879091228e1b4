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
        var usable = snapshot?.Format == AssetSnapshot.CurrentFormat ? snapshot : null;
        var replay = await Replay(asset, usable is null ? AssetReplay.Of(asset) : AssetReplay.From(usable), cancellationToken);
        return new LoadedAsset(replay.State, replay.Version, usable?.Version ?? 0);
    }

    /// <summary>The live asset with all readings from a device time on at hand.</summary>
    public async Task<LoadedAsset> BringBack(LoadedAsset live, DateTimeOffset keepFrom, CancellationToken cancellationToken)
    {
        var asset = live.State.Facts.Asset;
        var replay = await Replay(asset, AssetReplay.Of(asset, keepFrom), cancellationToken);

        // Another version: somebody else has written; what this one knows beside the history is past, and its next append will fail.
        return live with { State = replay.Version == live.Version ? replay.State.WithUnwritten(live.State) : replay.State, Version = replay.Version };
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

    async Task<AssetReplay> Replay(AssetId asset, AssetReplay replay, CancellationToken cancellationToken)
    {
        while (true)
        {
            await foreach (var (version, @event) in log.Read(asset.ToString(), replay.Version, cancellationToken))
                replay.Take(version, (AssetEvent)@event);
            if (replay.Again() is not { } again)
                return replay;
            replay = again;
        }
    }
}

/// <summary>An asset's state and the version of the stream it holds for.</summary>
/// <param name="SnapshotVersion">The version of the snapshot it began with.</param>
public sealed record LoadedAsset(AssetState State, long Version, long SnapshotVersion)
{
    public static LoadedAsset New(AssetId asset) => new(AssetState.Of(asset), 0, 0);
}
