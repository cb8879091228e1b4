using System.Collections.Immutable;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>A line on the ground that a truck can follow, measured in metres from its first point.</summary>
public sealed class RoadPath
{
    readonly double[] metresAt;

    /// <exception cref="ArgumentException">Fewer than two different points.</exception>
    public RoadPath(IEnumerable<GeoPoint> points)
    {
        var kept = ImmutableArray.CreateBuilder<GeoPoint>();
        foreach (var point in points)
        {
            if (kept.Count == 0 || kept[^1].DistanceM(point) > 0.5)
                kept.Add(point);
        }
        if (kept.Count < 2)
            throw new ArgumentException("A road needs two different points at least.", nameof(points));

        Points = kept.ToImmutable();
        metresAt = new double[Points.Length];
        for (var i = 1; i < Points.Length; i++)
            metresAt[i] = metresAt[i - 1] + Points[i - 1].DistanceM(Points[i]);
    }

    public ImmutableArray<GeoPoint> Points { get; }

    public double LengthM => metresAt[^1];

    /// <summary>The place so many metres from the start; before the start and behind the end, the start and the end.</summary>
    public GeoPoint At(double metres)
    {
        var i = SegmentAt(metres);
        var share = (Math.Clamp(metres, 0, LengthM) - metresAt[i]) / (metresAt[i + 1] - metresAt[i]);
        return Points[i].Towards(Points[i + 1], share);
    }

    /// <summary>Direction of travel at that place, degrees clockwise from north, 0 to below 360.</summary>
    public double HeadingDegAt(double metres)
    {
        var i = SegmentAt(metres);
        var (east, north) = Points[i].OffsetTo(Points[i + 1]);
        return (double.RadiansToDegrees(Math.Atan2(east, north)) + 360) % 360;
    }

    /// <summary>The shortest distance in metres from a place to this line.</summary>
    public double DistanceM(GeoPoint place)
    {
        var nearest = double.MaxValue;
        for (var i = 1; i < Points.Length; i++)
        {
            var (ax, ay) = place.OffsetTo(Points[i - 1]);
            var (bx, by) = place.OffsetTo(Points[i]);
            var (dx, dy) = (bx - ax, by - ay);
            var share = Math.Clamp(-((ax * dx) + (ay * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
            nearest = Math.Min(nearest, Math.Sqrt(Math.Pow(ax + (share * dx), 2) + Math.Pow(ay + (share * dy), 2)));
        }
        return nearest;
    }

    public RoadPath Reversed() => new(Points.Reverse());

    /// <summary>
    /// The same road, left at <paramref name="leaveAtM"/> for a loop that goes <paramref name="reachM"/> metres away from it and joins it
    /// again <paramref name="skipM"/> metres further on. A negative reach goes to the left.
    /// </summary>
    public RoadPath WithLoop(double leaveAtM, double reachM, double skipM)
    {
        var leave = At(leaveAtM);
        var join = At(leaveAtM + skipM);
        var (east, north) = leave.OffsetTo(join);
        var chord = Math.Sqrt((east * east) + (north * north));
        var (outEast, outNorth) = (north / chord * reachM, -east / chord * reachM);
        return new RoadPath([
            .. Points.Where((_, i) => metresAt[i] < leaveAtM),
            leave,
            leave.Towards(join, 0.35).Moved(outEast, outNorth),
            leave.Towards(join, 0.65).Moved(outEast, outNorth),
            join,
            .. Points.Where((_, i) => metresAt[i] > leaveAtM + skipM),
        ]);
    }

    int SegmentAt(double metres)
    {
        var found = Array.BinarySearch(metresAt, metres);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, Points.Length - 2);
    }
}
