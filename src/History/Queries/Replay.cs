using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Views;
using ShipmentTracker.History.Reading;

namespace ShipmentTracker.History.Queries;

/// <summary>The past, folded again: what had happened by one moment, by what had been recorded at another. A long history is folded from the snapshot before that.</summary>
sealed class Replay(EventLog log, SnapshotStore snapshots)
{
    public async Task<AssetStatus?> Asset(AssetId asset, DateTimeOffset at, DateTimeOffset knownAt, CancellationToken cancellationToken)
    {
        var stream = asset.ToString();
        var trail = await snapshots.Trail(stream, cancellationToken);

        // What is appended meanwhile is left out of all that follows alike.
        var head = await log.Version(stream, cancellationToken);
        var past = new AssetPast(asset, at, knownAt);
        await foreach (var (version, e) in log.ReadWithoutReadings(stream, cancellationToken))
            if (version <= head)
                past.TakeOther(version, (AssetEvent)e);

        var beginning = trail.NewestAsOf(at, knownAt);
        if (beginning is { } mark && await snapshots.LoadPacked(stream, mark.Version, cancellationToken) is { } snapshot)
            past.Begin(snapshot);
        else
            beginning = null;
        foreach (var (after, upTo) in trail.ReadingsAfter(beginning, at, knownAt))
            await foreach (var (version, e) in log.Read(stream, after, Math.Min(upTo, head), cancellationToken))
                if (e is ReadingsRecorded readings)
                    past.TakeReadings(version, readings);
        return past.Status;
    }

    public async Task<ShipmentInfo?> Shipment(string number, DateTimeOffset at, DateTimeOffset knownAt, CancellationToken cancellationToken)
    {
        ShipmentFacts? facts = null;
        var version = 0L;
        await foreach (var (v, e) in log.Read($"shipment/{number}", 0, cancellationToken))
        {
            if (e.RecordedAt > knownAt || e.At > at)
                continue;
            facts = ShipmentFacts.Evolve(facts, (ShipmentEvent)e);
            version = v;
        }

        return facts?.ToInfo(version);
    }
}
