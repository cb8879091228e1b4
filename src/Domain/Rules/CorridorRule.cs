using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// <c>route-deviation</c>: two good fixes in a row farther from the route than the tolerance; over after two within 80 % of it. What this remembers between
/// fixes; it is folded in device-time order and takes only fixes that can be believed.
/// </summary>
/// <param name="FirstFar">The first fix outside, while it is the only one.</param>
/// <param name="FirstNear">The first fix back inside, while it is the only one.</param>
/// <param name="Open">The deviation that has not ended.</param>
public sealed record CorridorRule(Evidence? FirstFar, Evidence? FirstNear, Episode? Open)
{
    /// <summary>Back inside is nearer than this share of the tolerance, so that drift along the edge does not ring twice.</summary>
    public const double ReturnShare = 0.8;

    /// <summary>A fix less accurate than this share of the tolerance proves nothing.</summary>
    public const double AccuracyShare = 0.5;

    public static readonly CorridorRule Start = new(null, null, null);

    /// <summary>Takes a fix; tells the episode that it ends.</summary>
    public (CorridorRule Next, Episode? Ended) Step(Whereabouts fix, Duty duty, Corridor corridor)
    {
        if (fix.AccuracyM > corridor.ToleranceM * AccuracyShare)
            return (this, null);

        var distanceM = corridor.DistanceM(fix.Position);
        if (distanceM > corridor.ToleranceM)
            return (Open is null ? Far(Shows(fix, distanceM), duty, corridor.ToleranceM) : Forgetting(), null);
        if (distanceM <= corridor.ToleranceM * ReturnShare && Open is not null)
            return Near(Open, Shows(fix, distanceM));
        return (Forgetting(), null);
    }

    CorridorRule Far(Evidence here, Duty duty, double toleranceM) => FirstFar is not { } first
        ? this with { FirstFar = here }
        : this with
        {
            FirstFar = null,
            FirstNear = null,
            Open = new Episode(
                Rule.RouteDeviation.Name, here.At, null, duty.Shipment, here.Position, $"Left the corridor: {here.What}, tolerance {Words.Length(toleranceM)}", [first, here]),
        };

    // A streak that is broken begins anew.
    CorridorRule Forgetting() => FirstFar is null && FirstNear is null ? this : this with { FirstFar = null, FirstNear = null };

    (CorridorRule Next, Episode? Ended) Near(Episode open, Evidence here) => FirstNear is null
        ? (this with { FirstNear = here }, null)
        : (this with { FirstNear = null, Open = null }, open.End(here.At, $"back in the corridor: {here.What}"));

    static Evidence Shows(Whereabouts fix, double distanceM) => new(fix.At, fix.Position, $"{Words.Length(distanceM)} from the route");
}
