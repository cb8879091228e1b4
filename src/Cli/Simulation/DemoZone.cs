using System.Collections.Immutable;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>A place that shipments on a road are declared with.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind"><c>stop</c> or <c>prohibited</c>.</param>
/// <param name="Ring">Its outline, closed.</param>
public sealed record DemoZone(string Name, string Kind, ImmutableArray<GeoPoint> Ring)
{
    const double RestEveryM = 40_000;
    const double RestRadiusM = 350;
    const double YardShare = 0.65;
    const double YardRadiusM = 1_200;
    const double YardOffM = 4_000;
    const int Corners = 24;

    /// <summary>Rest areas along a road, and a yard a few kilometres off it where goods have changed trucks before.</summary>
    public static ImmutableArray<DemoZone> Along(RoadPath road)
    {
        var zones = ImmutableArray.CreateBuilder<DemoZone>();
        for (var m = RestEveryM / 2; m < road.LengthM - RestRadiusM; m += RestEveryM)
            zones.Add(new DemoZone($"Trạm dừng nghỉ Km {m / 1000:F0}", "stop", Round(road.At(m), RestRadiusM)));

        var yardM = YardShare * road.LengthM;
        var heading = double.DegreesToRadians(road.HeadingDegAt(yardM));
        var yard = new[] { YardOffM, -YardOffM }
            .Select(off => road.At(yardM).Moved(off * Math.Cos(heading), -off * Math.Sin(heading)))
            .MaxBy(road.DistanceM);
        zones.Add(new DemoZone($"Bãi sang tải trái phép Km {yardM / 1000:F0}", "prohibited", Round(yard, YardRadiusM)));
        return zones.ToImmutable();
    }

    // GeoJSON rings run counterclockwise and end where they begin (RFC 7946, section 3.1.6).
    static ImmutableArray<GeoPoint> Round(GeoPoint centre, double radiusM)
    {
        var corners = Enumerable.Range(0, Corners).Select(i => i * 2 * Math.PI / Corners)
            .Select(angle => centre.Moved(radiusM * Math.Cos(angle), radiusM * Math.Sin(angle))).ToList();
        return [.. corners, corners[0]];
    }
}
