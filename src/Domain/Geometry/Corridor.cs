using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ShipmentTracker.Domain.Geometry;

/// <summary>
/// A planned route made ready for measuring how far a position is from it. Boxes over runs of segments, boxes over those, and so on, let a measurement pass by
/// nearly all of a long route, wherever the position is. Routes across the 180th meridian are not supported.
/// </summary>
public sealed class Corridor
{
    const int Run = 8;
    const int Fan = 16;

    // Where a route was left out, nothing is near it.
    static readonly GeoPosition Nowhere = new(double.NaN, double.NaN);

    // Shipments hand the same route to several assets, and take the same road: they share one as long as any of them needs it.
    static readonly Dictionary<int, WeakReference<Corridor>> Known = [];

    // Filled up with the last vertex: a segment without length is as far away as that.
    readonly double[] lats;
    readonly double[] lons;

    // Over runs of segments first, over everything last.
    readonly Boxes[] levels;

    Corridor(PlannedRoute route)
    {
        Route = route;
        var vertices = route.Coordinates.AsSpan();
        var runs = Math.Max(1, (vertices.Length - 1 + Run - 1) / Run);
        lats = new double[(runs * Run) + 1];
        lons = new double[(runs * Run) + 1];
        for (var v = 0; v < lats.Length; v++)
            (lats[v], lons[v]) = vertices.IsEmpty ? Nowhere : vertices[Math.Min(v, vertices.Length - 1)];

        var all = new List<Boxes> { Boxes.Over(lats, lons, runs) };
        while (all[^1].Count > Fan)
            all.Add(all[^1].Grouped());
        levels = [.. all];
        Zones = [.. route.Zones.Select(z => new ZoneArea(z, new Corridor(new PlannedRoute(z.Area, 0))))];
    }

    /// <summary>What it was made of; the same object for all who share it.</summary>
    public PlannedRoute Route { get; }

    /// <summary>How far from the route is still right, in metres.</summary>
    public double ToleranceM => Route.ToleranceM;

    /// <summary>Its zones made ready for measuring.</summary>
    public ImmutableArray<ZoneArea> Zones { get; }

    /// <summary>The corridor of a route: of equal routes the same one.</summary>
    public static Corridor Of(PlannedRoute route)
    {
        // Two assets of one shipment may ask at the same moment.
        var key = HashOf(route);
        lock (Known)
        {
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
        var local = new Local(position, GeoPosition.MetresPerDegree, GeoPosition.MetresPerDegree * Math.Cos(double.DegreesToRadians(position.Lat)));
        return Math.Sqrt(Search(levels.Length - 1, 0, local, double.MaxValue));
    }

    // The nearest of a group of boxes first: most of the others are then farther than what was found in it.
    double Search(int level, int group, in Local local, double best)
    {
        Span<double> bounds = stackalloc double[Fan];
        var near = levels[level].BoundsSquared(group, local, best, bounds);
        if (near == 0)
            return best;
        var nearest = BitOperations.TrailingZeroCount(near);
        for (var rest = near & (near - 1); rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            nearest = bounds[i] < bounds[nearest] ? i : nearest;
        }

        best = Into(level, (group * Fan) + nearest, local, best);
        for (var rest = near & ~(1u << nearest); rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            if (bounds[i] < best)
                best = Into(level, (group * Fan) + i, local, best);
        }

        return best;
    }

    double Into(int level, int box, in Local local, double best) =>
        level > 0 ? Search(level - 1, box, local, best) : Math.Min(best, local.NearestSquared(lats.AsSpan(box * Run, Run + 1), lons.AsSpan(box * Run, Run + 1)));

    bool IsOf(PlannedRoute other) => other.ToleranceM == ToleranceM && other.Coordinates.AsSpan().SequenceEqual(Route.Coordinates.AsSpan())
        && other.Zones.AsSpan().SequenceEqual(Route.Zones.AsSpan());

    static int HashOf(PlannedRoute route)
    {
        var hash = new HashCode();
        hash.Add(route.ToleranceM);
        hash.AddBytes(MemoryMarshal.AsBytes(route.Coordinates.AsSpan()));
        foreach (var zone in route.Zones)
            hash.Add(zone);
        return hash.ToHashCode();
    }

    /// <summary>Boxes side by side, several of which are measured at once; filled up with some that are nowhere.</summary>
    sealed class Boxes(int count)
    {
        readonly double[] south = Filled(count, double.MaxValue);
        readonly double[] west = Filled(count, double.MaxValue);
        readonly double[] north = Filled(count, double.MinValue);
        readonly double[] east = Filled(count, double.MinValue);

        public int Count => count;

        public static Boxes Over(double[] lats, double[] lons, int runs)
        {
            var boxes = new Boxes(runs);
            for (var r = 0; r < runs; r++)
                for (var v = r * Run; v <= (r + 1) * Run; v++)
                    boxes.Widen(r, lats[v], lons[v], lats[v], lons[v]);
            return boxes;
        }

        public Boxes Grouped()
        {
            var groups = new Boxes((count + Fan - 1) / Fan);
            for (var b = 0; b < count; b++)
                groups.Widen(b / Fan, south[b], west[b], north[b], east[b]);
            return groups;
        }

        /// <summary>Squares of how far the boxes of a group are away at least; tells, a bit for each, which are nearer than the best so far.</summary>
        public uint BoundsSquared(int group, in Local local, double best, Span<double> bounds)
        {
            var (lat, lon) = (Vector256.Create(local.Origin.Lat), Vector256.Create(local.Origin.Lon));
            var limit = Vector256.Create(best);
            uint near = 0;
            for (var i = 0; i < Fan; i += Vector256<double>.Count)
            {
                var at = (nuint)((group * Fan) + i);
                var y = Vector256.Max(Vector256<double>.Zero, Vector256.Max(Load(south, at) - lat, lat - Load(north, at))) * local.YPerDegree;
                var x = Vector256.Max(Vector256<double>.Zero, Vector256.Max(Load(west, at) - lon, lon - Load(east, at))) * local.XPerDegree;
                var squared = (x * x) + (y * y);
                squared.CopyTo(bounds[i..]);
                near |= Vector256.LessThan(squared, limit).ExtractMostSignificantBits() << i;
            }

            return near;
        }

        void Widen(int box, double s, double w, double n, double e)
        {
            south[box] = Math.Min(south[box], s);
            west[box] = Math.Min(west[box], w);
            north[box] = Math.Max(north[box], n);
            east[box] = Math.Max(east[box], e);
        }

        static double[] Filled(int count, double value)
        {
            var all = new double[(count + Fan - 1) / Fan * Fan];
            Array.Fill(all, value);
            return all;
        }
    }

    static Vector256<double> Load(ReadOnlySpan<double> from, nuint at) => Vector256.LoadUnsafe(in MemoryMarshal.GetReference(from), at);

    readonly record struct Local(GeoPosition Origin, double YPerDegree, double XPerDegree)
    {
        /// <summary>The square of the distance to the nearest segment of a run.</summary>
        public double NearestSquared(ReadOnlySpan<double> lats, ReadOnlySpan<double> lons)
        {
            var (lat, lon) = (Vector256.Create(Origin.Lat), Vector256.Create(Origin.Lon));
            var nearest = Vector256.Create(double.MaxValue);
            for (nuint v = 0; v < Run; v += (nuint)Vector256<double>.Count)
            {
                var (fromLat, fromLon) = (Load(lats, v), Load(lons, v));
                var (ax, ay) = ((fromLon - lon) * XPerDegree, (fromLat - lat) * YPerDegree);
                var (dx, dy) = ((Load(lons, v + 1) - fromLon) * XPerDegree, (Load(lats, v + 1) - fromLat) * YPerDegree);
                var length = (dx * dx) + (dy * dy);
                var along = Vector256.Min(Vector256.Max(-((ax * dx) + (ay * dy)) / length, Vector256<double>.Zero), Vector256<double>.One);
                along = Vector256.ConditionalSelect(Vector256.Equals(length, Vector256<double>.Zero), Vector256<double>.Zero, along);
                var (x, y) = (ax + (along * dx), ay + (along * dy));
                nearest = Vector256.Min(nearest, (x * x) + (y * y));
            }

            var half = Vector128.Min(nearest.GetLower(), nearest.GetUpper());
            return Math.Min(half[0], half[1]);
        }
    }
}
