using BenchmarkDotNet.Attributes;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Micro;

/// <summary>One look whether a vehicle is in its corridor; places in no order, along the road and up to a kilometre beside it.</summary>
public class Corridors
{
    const int Places = 4_096;

    readonly GeoPosition[] places = new GeoPosition[Places];
    Corridor corridor = null!;
    int next;

    [Params(100, 2_000, 10_000)]
    public int Vertices { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var route = new Route(3, Vertices);
        corridor = Corridor.Of(new PlannedRoute([.. route.Coordinates.Select(c => new GeoPosition(c[1], c[0]))], Route.ToleranceM));
        var random = new Random(1);
        for (var i = 0; i < Places; i++)
        {
            var (lat, lon, _) = route.Along(route.LengthM * random.NextDouble(), 2_000 * (random.NextDouble() - 0.5));
            places[i] = new GeoPosition(lat, lon);
        }
    }

    [Benchmark]
    public double Distance() => corridor.DistanceM(places[next++ % Places]);
}
