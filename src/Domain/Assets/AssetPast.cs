using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.Domain.Assets;

/// <summary>
/// An asset as it was at a moment, by what had been recorded at another. Its readings and its other events do not touch the same facts, so they are folded apart: of the
/// readings only those that can matter, the others, which are few, from the beginning.
/// </summary>
/// <param name="asset">Whose past.</param>
/// <param name="at">What happened later is left out.</param>
/// <param name="knownAt">What was recorded later is left out.</param>
public sealed class AssetPast(AssetId asset, DateTimeOffset at, DateTimeOffset knownAt)
{
    readonly HashSet<long> versionsOfOthers = [];
    AssetFacts readings = AssetFacts.Of(asset);
    AssetFacts others = AssetFacts.Of(asset);
    long version;
    bool heardOf;

    /// <summary>Takes the next event that is no reading. All of the history, before <see cref="Begin"/>.</summary>
    public void TakeOther(long version, AssetEvent @event)
    {
        versionsOfOthers.Add(version);
        if (Known(@event) is not { } happened)
            return;
        others = others.Evolve(happened);
        Note(version, happened is not AlertEvent);
    }

    /// <summary>Begins at a snapshot that knows of nothing later than either moment. Only readings recorded after it follow.</summary>
    public void Begin(AssetSnapshot snapshot)
    {
        readings = snapshot.State.Facts;
        var last = snapshot.Version;
        while (versionsOfOthers.Contains(last))
            last--;
        Note(last, last > 0);
    }

    /// <summary>Takes the next readings, in order; those that happened later may be left out by the caller.</summary>
    public void TakeReadings(long version, ReadingsRecorded @event)
    {
        if (Known(@event) is not { } happened)
            return;
        readings = readings.Evolve(happened);
        Note(version, true);
    }

    /// <summary>The asset as it was; null when nothing was known.</summary>
    public AssetStatus? Status
    {
        get
        {
            // Alerts are folded whole and taken back to the moment afterwards: those alone do not mean that anything had happened by then.
            var facts = (readings with { Duty = others.Duty, Alerts = others.Alerts }).AlertsAsOf(at);
            return heardOf || !facts.Alerts.IsEmpty ? facts.ToStatus(version) : null;
        }
    }

    AssetEvent? Known(AssetEvent @event) => @event.RecordedAt > knownAt ? null : AssetFacts.AsOf(@event, at);

    void Note(long version, bool heard)
    {
        this.version = Math.Max(this.version, version);
        heardOf |= heard;
    }
}
