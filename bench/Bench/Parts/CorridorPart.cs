using System.Diagnostics;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Bench.Parts;

/// <summary>How long one look takes whether a vehicle is in its corridor, for roads of different length, in this process.</summary>
sealed class CorridorPart : IPart
{
    const int Places = 4_096;
    const int Looks = 400_000;
    const int Tries = 5;

    public string Name => "corridor";

    public Task Run(Lab lab, CancellationToken cancellationToken)
    {
        lab.Say("Corridors of 100, 2,000 and 10,000 vertices");
        foreach (var (name, vertices) in (ReadOnlySpan<(string, int)>)[("corridorNs100", 100), ("corridorNs2k", 2_000), ("corridorNs10k", 10_000)])
            lab.Report.Add(name, NsPerLook(vertices));
        return Task.CompletedTask;
    }

    // Places anywhere along the road and up to a kilometre beside it, in no order, so that nothing is remembered from the look before.
    static double NsPerLook(int vertices)
    {
        var route = new Route(3, vertices);
        var corridor = Corridor.Of(new PlannedRoute([.. route.Coordinates.Select(c => new GeoPosition(c[1], c[0]))], Route.ToleranceM));
        var places = Enumerable.Range(0, Places).Select(i =>
        {
            var (lat, lon, _) = route.Along(route.LengthM * Noise.Unit(1, (ulong)i), 1_000 * Noise.Swing(2, (ulong)i));
            return new GeoPosition(lat, lon);
        }).ToArray();

        var best = double.MaxValue;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (sum, since) = (0.0, Stopwatch.GetTimestamp());
            for (var i = 0; i < Looks; i++)
                sum += corridor.DistanceM(places[i % Places]);
            best = Math.Min(best, Stopwatch.GetElapsedTime(since).TotalNanoseconds / Looks);
            if (sum <= 0)
                throw new InvalidOperationException("No distance was measured");
        }

        return best;
    }
}
