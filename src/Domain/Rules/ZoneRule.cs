using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// <c>prohibited-zone</c>: two good fixes in a row inside a zone where it must not be; over after two clear of all such zones. A fix that its accuracy may
/// put on either side of an edge proves nothing.
/// </summary>
/// <param name="FirstIn">The first fix inside, while it is the only one.</param>
/// <param name="FirstOut">The first fix clear of the zones, while it is the only one.</param>
/// <param name="Open">The trespass that has not ended.</param>
public sealed record ZoneRule(Evidence? FirstIn, Evidence? FirstOut, Episode? Open)
{
    /// <summary>Clear of a zone is farther than this from its edge, so that drift along the edge does not ring twice: 50 metres.</summary>
    public const double ClearM = 50;

    /// <summary>A fix less accurate than this proves nothing: 250 metres.</summary>
    public const double MaxAccuracyM = 250;

    /// <summary>How far a device may be off that does not tell: 25 metres.</summary>
    public const double UnknownAccuracyM = 25;

    public static readonly ZoneRule Start = new(null, null, null);

    /// <summary>Takes a fix; tells the episode that it ends.</summary>
    public (ZoneRule Next, Episode? Ended) Step(Whereabouts fix, Duty duty, Corridor way)
    {
        if (way.Zones.IsEmpty || fix.AccuracyM > MaxAccuracyM)
            return (this, null);

        var offM = fix.AccuracyM > 0 ? fix.AccuracyM : UnknownAccuracyM;
        var clearM = Math.Max(ClearM, offM);
        var (deepest, depthM) = (default(Zone), double.NegativeInfinity);
        foreach (var area in way.Zones)
            if (area.Zone.Kind == ZoneKind.Prohibited && area.DepthM(fix.Position, clearM) is var m && m > depthM)
                (deepest, depthM) = (area.Zone, m);

        if (deepest is not null && depthM > offM)
            return (Open is null ? In(Shows(fix, deepest, depthM), deepest, duty) : Forgetting(), null);
        if (depthM < -clearM && Open is not null)
            return Out(Open, new Evidence(fix.At, fix.Position, "clear of the zone"));
        return (Forgetting(), null);
    }

    ZoneRule In(Evidence here, Zone zone, Duty duty) => FirstIn is not { } first
        ? this with { FirstIn = here }
        : new ZoneRule(null, null, new Episode(
            Rule.ProhibitedZone.Name, here.At, null, duty.Shipment, here.Position, $"Entered the prohibited zone {zone.Name}", [first, here]));

    (ZoneRule Next, Episode? Ended) Out(Episode open, Evidence here) => FirstOut is null
        ? (this with { FirstOut = here }, null)
        : (Start, open.End(here.At, "left the prohibited zone"));

    // A streak that is broken begins anew.
    ZoneRule Forgetting() => FirstIn is null && FirstOut is null ? this : this with { FirstIn = null, FirstOut = null };

    static Evidence Shows(Whereabouts fix, Zone zone, double depthM) => new(fix.At, fix.Position, $"in {zone.Name}, {Words.Length(depthM)} from its edge");
}
