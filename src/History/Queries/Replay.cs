using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.History.Queries;

/// <summary>The past, folded again: what had happened by one moment, by what had been recorded at another.</summary>
sealed class Replay(IEventLog log)
{
    public async Task<AssetStatus?> Asset(AssetId asset, DateTimeOffset at, DateTimeOffset knownAt, CancellationToken cancellationToken)
    {
        var facts = AssetFacts.Of(asset);
        var (version, heardOf) = (0L, false);
        await foreach (var (v, e) in log.Read(asset.ToString(), 0, cancellationToken))
        {
            if (e.RecordedAt > knownAt || AssetFacts.AsOf((AssetEvent)e, at) is not { } happened)
                continue;
            facts = facts.Evolve(happened);
            version = v;
            heardOf |= happened is not AlertEvent;
        }

        // Alerts are folded whole and taken back to the moment afterwards: those alone do not mean that anything had happened by then.
        facts = facts.AlertsAsOf(at);
        return heardOf || !facts.Alerts.IsEmpty ? facts.ToStatus(version) : null;
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
