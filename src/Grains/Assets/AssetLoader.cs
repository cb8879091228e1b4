using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Assets;

/// <summary>Brings an asset back from its history: a snapshot and what came after it. Snapshots that are missing along the way are made again.</summary>
public sealed class AssetLoader(IEventLog log, ISnapshots snapshots)
{
    /// <summary>The asset as its history tells it.</summary>
    public async Task<LoadedAsset> Load(AssetId asset, CancellationToken cancellationToken)
    {
        var found = await snapshots.Wake(asset.ToString(), cancellationToken);
        var replay = found.Snapshot is { } snapshot ? AssetReplay.From(snapshot) : AssetReplay.Of(asset);
        var newestSnapshot = replay.Version;
        foreach (var e in found.Events)
            Take(asset, replay, e, newestSnapshot);
        return Loaded(found.IsAll && replay.IsRight ? replay : await Replay(asset, replay, newestSnapshot, cancellationToken));
    }

    /// <summary>The live asset with all readings from a device time on at hand, as far back as readings are judged again.</summary>
    public async Task<LoadedAsset> BringBack(LoadedAsset live, DateTimeOffset keepFrom, CancellationToken cancellationToken)
    {
        var asset = live.State.Facts.Asset;
        var trail = await snapshots.Trail(asset.ToString(), cancellationToken);
        var within = trail.WithinReach(keepFrom, live.State.Facts.Readings);
        var back = await BringBack(live, trail, within, cancellationToken);

        // Of the readings recorded since, some may not be judged: then there are too few for that shortcut.
        if (within > keepFrom && back.State.Timeline.Samples.Length < Domain.Rules.Timeline.Reach)
            back = await BringBack(live, trail, keepFrom, cancellationToken);

        // Another version: somebody else has written; what this one knows beside the history is past, and its next append will fail.
        return Loaded(back) with { State = back.Version == live.Version ? back.State.WithUnwritten(live.State) : back.State };
    }

    /// <summary>One alert of the asset, however long over; null when there is none of that id.</summary>
    public async Task<Alert?> FindAlert(AssetId asset, string alertId, CancellationToken cancellationToken)
    {
        Alert? alert = null;
        await foreach (var (_, @event) in log.ReadWithoutReadings(asset.ToString(), cancellationToken))
            if (@event is AlertEvent e && e.AlertId == alertId)
                alert = AlertFold.Evolve(asset, alert, e);
        return alert;
    }

    async Task<AssetReplay> BringBack(LoadedAsset live, SnapshotTrail trail, DateTimeOffset keepFrom, CancellationToken cancellationToken)
    {
        var asset = live.State.Facts.Asset;
        var replay = await GoBack(asset, AssetReplay.Of(asset, keepFrom), trail, cancellationToken);
        return await Replay(asset, replay, live.Stretch.Since, cancellationToken);
    }

    // Stretches begin where they did, and beyond the newest snapshot as they would have.
    async Task<AssetReplay> Replay(AssetId asset, AssetReplay replay, long newestSnapshot, CancellationToken cancellationToken)
    {
        var stream = asset.ToString();
        while (true)
        {
            await foreach (var e in log.Read(stream, replay.Version, cancellationToken))
                Take(asset, replay, e, newestSnapshot);

            if (replay.IsRight)
                return replay;
            replay = await GoBack(asset, replay, await snapshots.Trail(stream, cancellationToken), cancellationToken);
        }
    }

    void Take(AssetId asset, AssetReplay replay, VersionedEvent e, long newestSnapshot)
    {
        replay.Take(e.Version, (AssetEvent)e.Event);
        if (e.Version == newestSnapshot || (e.Version > newestSnapshot && replay.IsRight && replay.Stretch.IsLong && Save(asset.ToString(), replay)))
            replay.BeginStretch();
    }

    async Task<AssetReplay> GoBack(AssetId asset, AssetReplay replay, SnapshotTrail trail, CancellationToken cancellationToken) =>
        replay.Again(trail.BeginningFor(replay) is { } mark ? await snapshots.Load(asset.ToString(), mark.Version, cancellationToken) : null);

    bool Save(string stream, AssetReplay replay) => snapshots.Save(stream, AssetSnapshot.Of(replay.Version, replay.State, replay.Stretch));

    static LoadedAsset Loaded(AssetReplay replay) => new(replay.State, replay.Version, replay.Stretch);
}

/// <summary>An asset's state and the version of the stream it holds for.</summary>
/// <param name="Stretch">The events since the last snapshot.</param>
public sealed record LoadedAsset(AssetState State, long Version, Stretch Stretch)
{
    /// <summary>After a decision whose events are durable.</summary>
    public LoadedAsset After(Decision decision)
    {
        var stretch = Stretch;
        foreach (var e in decision.Events)
            stretch = stretch.With(e);
        return new LoadedAsset(decision.Next, Version + decision.Events.Length, stretch);
    }
}
