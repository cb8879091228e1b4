namespace ShipmentTracker.Domain.Geometry;

/// <summary>Whether an asset can have been where a fix says.</summary>
public static class Plausibility
{
    /// <summary>No truck is faster: 45 m/s, 162 km/h.</summary>
    public const double MaxSpeedMps = 45;

    /// <summary>What GPS may be wrong by on both ends of a leg beside the accuracy it states, in metres.</summary>
    public const double SlackM = 200;

    /// <summary>Within a kilometre of 0 degrees north, 0 degrees east, where receivers without a fix believe themselves to be.</summary>
    public static bool IsNullIsland(GeoPosition position) => Math.Abs(position.Lat) < 0.01 && Math.Abs(position.Lon) < 0.01;

    /// <summary>Whether a vehicle can have come from one fix to the other in the time between them, in either direction of time.</summary>
    public static bool CanReach(Whereabouts from, Whereabouts to)
    {
        var reachM = ReachM(from, to);
        return AtMostM(from.Position, to.Position) < reachM * Surely || from.Position.DistanceM(to.Position) <= reachM;
    }

    // What the distance itself may be wrong by where two places are on opposite sides of the earth.
    const double Surely = 1 - 1e-6;

    // First along a meridian and then along a parallel, as if it were the equator, is never shorter; nearly always it is short enough, and needs no sines.
    static double AtMostM(GeoPosition from, GeoPosition to) =>
        (Math.Abs(to.Lat - from.Lat) + Math.Abs(to.Lon - from.Lon)) * (GeoPosition.EarthRadiusM * Math.PI / 180);

    static double ReachM(Whereabouts from, Whereabouts to) =>
        MaxSpeedMps * Math.Abs((to.At - from.At).TotalSeconds) + SlackM + from.AccuracyM + to.AccuracyM;
}
