using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ShipmentTracker.Domain.Geometry;

/// <summary>
/// A planned route made ready for measuring how far a position is from it. Boxes over runs of segments, and boxes over those, let a measurement pass by
/// nearly all of a long route. Routes across the 180th meridian are not supported.
/// </summary>
public sealed class Corridor
{
    const int Run = 16;
    const double MetresPerDegree = GeoPosition.EarthRadiusM * Math.PI / 180;

    // Shipments hand the same route to several assets: they share one corridor as long as any of them needs it.
    static readonly Dictionary<int, WeakReference<Corridor>> Known = [];
    static readonly ConditionalWeakTable<PlannedRoute, Corridor> ByRoute = [];

    readonly PlannedRoute route;
    readonly GeoPosition[] vertices;
    readonly Box[] runs;
    readonly Box[] groups;

    Corridor(PlannedRoute route)
    {
        this.route = route;
        vertices = [.. route.Coordinates];
        runs = new Box[(vertices.Length - 1 + Run - 1) / Run];
        for (var r = 0; r < runs.Length; r++)
        {
            var box = Box.Empty;
            for (var v = r * Run; v <= Math.Min((r + 1) * Run, vertices.Length - 1); v++)
                box = box.With(vertices[v]);
            runs[r] = box;
        }

        groups = new Box[(runs.Length + Run - 1) / Run];
        for (var g = 0; g < groups.Length; g++)
        {
            var box = Box.Empty;
            for (var r = g * Run; r < Math.Min((g + 1) * Run, runs.Length); r++)
                box = box.With(runs[r]);
            groups[g] = box;
        }
    }

    /// <summary>How far from the route is still right, in metres.</summary>
    public double ToleranceM => route.ToleranceM;

    /// <summary>The corridor of a route.</summary>
    public static Corridor Of(PlannedRoute route) => ByRoute.GetValue(route, Shared);

    static Corridor Shared(PlannedRoute route)
    {
        // Two assets of one shipment may ask at the same moment.
        lock (Known)
        {
            var key = HashOf(route);
            if (Known.TryGetValue(key, out var known) && known.TryGetTarget(out var corridor) && corridor.IsOf(route))
                return corridor;

            corridor = new Corridor(route);
            Known[key] = new WeakReference<Corridor>(corridor);
            if (Known.Count % 1024 == 0)
                foreach (var dead in Known.Where(k => !k.Value.TryGetTarget(out _)).Select(k => k.Key).ToList())
                    Known.Remove(dead);
            return corridor;
        }
    }

    /// <summary>Shortest distance from a position to the route, in metres; within 0.1 % for distances up to some ten kilometres.</summary>
    public double DistanceM(GeoPosition position)
    {
        // Plane coordinates with the position as their origin: right where it matters, near the position.
        var local = new Local(position, MetresPerDegree, MetresPerDegree * Math.Cos(double.DegreesToRadians(position.Lat)));
        var nearest = 0;
        var nearestBound = double.MaxValue;
        for (var g = 0; g < groups.Length; g++)
        {
            var bound = local.BoundSquared(groups[g]);
            if (bound < nearestBound)
                (nearest, nearestBound) = (g, bound);
        }

        var best = Search(nearest, local, double.MaxValue);
        for (var g = 0; g < groups.Length; g++)
            if (g != nearest && local.BoundSquared(groups[g]) < best)
                best = Search(g, local, best);
        return Math.Sqrt(best);
    }

    double Search(int group, Local local, double best)
    {
        for (var r = group * Run; r < Math.Min((group + 1) * Run, runs.Length); r++)
        {
            if (local.BoundSquared(runs[r]) >= best)
                continue;
            for (var v = r * Run; v < Math.Min((r + 1) * Run, vertices.Length - 1); v++)
                best = Math.Min(best, local.DistanceSquared(vertices[v], vertices[v + 1]));
        }

        return best;
    }

    bool IsOf(PlannedRoute other) => other.ToleranceM == route.ToleranceM && other.Coordinates.AsSpan().SequenceEqual(route.Coordinates.AsSpan());

    static int HashOf(PlannedRoute route)
    {
        var hash = new HashCode();
        hash.Add(route.ToleranceM);
        hash.AddBytes(MemoryMarshal.AsBytes(route.Coordinates.AsSpan()));
        return hash.ToHashCode();
    }

    readonly record struct Box(double South, double West, double North, double East)
    {
        public static readonly Box Empty = new(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);

        public Box With(GeoPosition p) => new(Math.Min(South, p.Lat), Math.Min(West, p.Lon), Math.Max(North, p.Lat), Math.Max(East, p.Lon));

        public Box With(Box b) => new(Math.Min(South, b.South), Math.Min(West, b.West), Math.Max(North, b.North), Math.Max(East, b.East));
    }

    readonly record struct Local(GeoPosition Origin, double YPerDegree, double XPerDegree)
    {
        public double BoundSquared(in Box box)
        {
            var y = Math.Max(0, Math.Max(box.South - Origin.Lat, Origin.Lat - box.North)) * YPerDegree;
            var x = Math.Max(0, Math.Max(box.West - Origin.Lon, Origin.Lon - box.East)) * XPerDegree;
            return x * x + y * y;
        }

        public double DistanceSquared(GeoPosition a, GeoPosition b)
        {
            double ax = (a.Lon - Origin.Lon) * XPerDegree, ay = (a.Lat - Origin.Lat) * YPerDegree;
            double dx = (b.Lon - a.Lon) * XPerDegree, dy = (b.Lat - a.Lat) * YPerDegree;
            var length = dx * dx + dy * dy;
            var along = length == 0 ? 0 : Math.Clamp(-(ax * dx + ay * dy) / length, 0, 1);
            double x = ax + along * dx, y = ay + along * dy;
            return x * x + y * y;
        }
    }
}
