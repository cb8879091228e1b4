using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// <c>unplanned-stop</c>: all good fixes for as long as the duty allows are near one place, and it is neither a stop zone nor an end of the route; over after two
/// away from it. Silence alone is no stop, but fixes of one place before and after it are: trackers sleep while the engine is off.
/// </summary>
/// <param name="Place">The first fix at the place.</param>
/// <param name="Away">The first fix away from it, while it is the only one.</param>
/// <param name="Open">The stop that has not ended.</param>
public sealed record StopRule(Whereabouts? Place, Whereabouts? Away, Episode? Open)
{
    /// <summary>Whoever stays within this of a place stands there: what a receiver drifts in a yard, 100 metres.</summary>
    public const double PlaceM = 100;

    /// <summary>Away from a place is farther than this: 150 metres. In between a fix proves nothing, so that what a receiver wanders does not end a stop.</summary>
    public const double AwayM = 150;

    /// <summary>The ends of a route are at least this large, in metres: offices have yards and queues.</summary>
    public const double EndM = 500;

    public static readonly StopRule Start = new(null, null, null);

    /// <summary>Takes a fix; tells the episode that it ends.</summary>
    public (StopRule Next, Episode? Ended) Step(Whereabouts fix, Duty duty, Corridor way)
    {
        if (duty.StopLimit is not { } limit || fix.AccuracyM > PlaceM)
            return (this, null);
        if (Place is not { } place)
            return (this with { Place = fix }, null);

        var movedM = place.Position.DistanceM(fix.Position);
        if (movedM <= PlaceM)
        {
            var back = Away is null ? this : this with { Away = null };
            return (Open is null && fix.At - place.At >= limit && !MayStop(place.Position, way) ? back with { Open = Stopped(place, fix, duty) } : back, null);
        }

        if (movedM <= AwayM)
            return (this, null);
        if (Away is not { } away)
            return (this with { Away = fix }, null);
        return (new StopRule(away.Position.DistanceM(fix.Position) <= PlaceM ? away : fix, null, null), Open?.End(fix.At, "moved on"));
    }

    static bool MayStop(GeoPosition place, Corridor way)
    {
        var endM = Math.Max(EndM, way.ToleranceM);
        if (way.Route.Coordinates[0].DistanceM(place) <= endM || way.Route.Coordinates[^1].DistanceM(place) <= endM)
            return true;
        foreach (var area in way.Zones)
            if (area.Zone.Kind == ZoneKind.Stop && area.DepthM(place, PlaceM) >= -PlaceM)
                return true;
        return false;
    }

    static Episode Stopped(Whereabouts place, Whereabouts now, Duty duty) => new(
        Rule.UnplannedStop.Name, now.At, null, duty.Shipment, now.Position, $"Stopped for {Words.Time(now.At - place.At)} where it may not",
        [new Evidence(place.At, place.Position, "came to a stop"), new Evidence(now.At, now.Position, "still there")]);
}
