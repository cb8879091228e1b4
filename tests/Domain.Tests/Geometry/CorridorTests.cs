using System.Diagnostics;
using CsCheck;

namespace ShipmentTracker.Domain.Tests.Geometry;

public sealed class CorridorTests
{
    static readonly Gen<GeoPosition> NearHaiPhong = Gen.Select(Gen.Double[20.5, 21.5], Gen.Double[106, 107], (lat, lon) => new GeoPosition(lat, lon));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(499)]
    [InlineData(10_000)]
    public void Measures_a_known_distance_within_a_thousandth(double offM) =>
        Corridor.Of(Road).DistanceM(At(50, offM)).Should().BeApproximately(offM, Math.Max(0.001, offM / 1000));

    [Fact]
    public void Measures_from_the_end_beyond_the_ends() =>
        Corridor.Of(new PlannedRoute([At(0), At(10)], ToleranceM)).DistanceM(At(13, 4000)).Should().BeApproximately(5000, 5);

    [Fact]
    public void Measures_from_a_corner() =>
        Corridor.Of(new PlannedRoute([At(0), At(10), At(10, 10_000)], ToleranceM)).DistanceM(At(13, -4000)).Should().BeApproximately(5000, 5);

    [Fact]
    public void A_vertex_given_twice_does_no_harm() =>
        Corridor.Of(new PlannedRoute([At(0), At(5), At(5), At(5), At(10)], ToleranceM)).DistanceM(At(5, 300)).Should().BeApproximately(300, 0.3);

    [Fact]
    public void A_position_on_a_vertex_is_on_the_route() => Corridor.Of(Road).DistanceM(Road.Coordinates[1]).Should().Be(0);

    [Fact]
    public void Passing_by_most_of_a_route_gives_the_same_as_looking_at_all_of_it() =>
        Gen.Select(NearHaiPhong.Array[2, 700], NearHaiPhong).Sample(
            (vertices, position) => Corridor.Of(new PlannedRoute([.. vertices], 100)).DistanceM(position)
                .Should().BeApproximately(OneByOne(vertices, position), 1e-6),
            iter: 300);

    [Fact]
    public void Loops_and_roads_driven_twice_are_measured_right_from_near_and_far() =>
        Gen.Select(Gen.Int[2, 3000], Gen.Double[0.5, 40], Gen.Double[-3, 3], Gen.Double[-3, 3]).Sample(
            (count, turns, lat, lon) =>
            {
                var vertices = Enumerable.Range(0, count)
                    .Select(i => (Along: i / (double)count, Angle: i * turns * 2 * Math.PI / count))
                    .Select(p => new GeoPosition(21 + (0.2 * Math.Sin(p.Angle)) + (0.05 * p.Along), 106 + (0.2 * Math.Cos(p.Angle)))).ToArray();
                foreach (var position in new[] { vertices[count / 2], new GeoPosition(21 + lat, 106 + lon), new GeoPosition(21 + (lat / 20), 106 + (lon / 20)) })
                    Corridor.Of(new PlannedRoute([.. vertices], 100)).DistanceM(position).Should().BeApproximately(OneByOne(vertices, position), 1e-6);
            },
            iter: 200);

    [Fact]
    public void Agrees_with_great_circles_within_a_thousandth_up_to_ten_kilometres_at_any_usual_latitude() =>
        Gen.Select(Gen.Double[-60, 60], Gen.Double[-170, 170], Gen.Double[0, 2 * Math.PI], Gen.Double[10, 10_000], Gen.Double[0, 2 * Math.PI]).Sample(
            (lat, lon, bearing, distanceM, heading) =>
            {
                var start = new GeoPosition(lat, lon);
                var route = new PlannedRoute([start, Towards(start, heading, 800), Towards(start, heading, 1600)], 100);
                var position = Towards(start, bearing, distanceM);
                var expected = Sampled(route, position);
                Corridor.Of(route).DistanceM(position).Should().BeApproximately(expected, Math.Max(1, expected / 1000));
            },
            iter: 300);

    [Fact]
    public void Ten_thousand_vertices_are_measured_right_and_fast()
    {
        var vertices = Enumerable.Range(0, 10_000).Select(i => At(i * 0.05, 400 * Math.Sin(i / 30.0))).ToArray();
        var corridor = Corridor.Of(new PlannedRoute([.. vertices], ToleranceM));
        for (var km = 0; km < 500; km += 50)
            corridor.DistanceM(At(km, 700)).Should().BeApproximately(OneByOne(vertices, At(km, 700)), 1e-6);

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10_000; i++)
            corridor.DistanceM(At(i * 0.05, 300));
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2), "a measurement takes microseconds, even on a busy machine");
    }

    [Fact]
    public void Equal_routes_share_one_corridor()
    {
        var other = new PlannedRoute([.. Road.Coordinates], ToleranceM);
        var shared = Corridor.Of(other);
        shared.Should().BeSameAs(Corridor.Of(Road));
        GC.KeepAlive(shared);
        var duty = new Duty(Shipment, Minute(0), null, other, TimeSpan.FromMinutes(15), Minute(0));
        duty.Route.Should().BeSameAs(new Duty(Shipment, Minute(1), null, new PlannedRoute([.. Road.Coordinates], ToleranceM), TimeSpan.FromMinutes(15), Minute(1)).Route);
        Corridor.Of(other with { ToleranceM = 501 }).Should().NotBeSameAs(Corridor.Of(Road));
    }

    [Fact]
    public void A_route_that_was_left_out_is_far_from_everywhere() =>
        Corridor.Of(Road with { Coordinates = [] }).DistanceM(At(0)).Should().BeGreaterThan(1e9);

    [Fact]
    public void Great_circle_distances_are_right()
    {
        // One minute of arc along a meridian, and Hanoi to Haiphong.
        new GeoPosition(21, 106).DistanceM(new GeoPosition(21 + (1 / 60.0), 106)).Should().BeApproximately(1853.25, 0.1);
        new GeoPosition(21.0285, 105.8542).DistanceM(new GeoPosition(20.8449, 106.6881)).Should().BeApproximately(88_950, 300);
        new GeoPosition(0, 0).DistanceM(new GeoPosition(0, 180)).Should().BeApproximately(Math.PI * GeoPosition.EarthRadiusM, 1);
    }

    // Every segment, in a plane that touches the earth at the position.
    static double OneByOne(GeoPosition[] vertices, GeoPosition p)
    {
        var metres = GeoPosition.EarthRadiusM * Math.PI / 180;
        var plane = vertices.Select(v => (X: (v.Lon - p.Lon) * metres * Math.Cos(double.DegreesToRadians(p.Lat)), Y: (v.Lat - p.Lat) * metres)).ToArray();
        return plane.Zip(plane.Skip(1)).Min(s =>
        {
            var (a, (dx, dy)) = (s.First, (s.Second.X - s.First.X, s.Second.Y - s.First.Y));
            var t = dx == 0 && dy == 0 ? 0 : Math.Clamp(-((a.X * dx) + (a.Y * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
            return Math.Sqrt(Math.Pow(a.X + (t * dx), 2) + Math.Pow(a.Y + (t * dy), 2));
        });
    }

    static double Sampled(PlannedRoute route, GeoPosition p) => Enumerable.Range(0, route.Coordinates.Length - 1)
        .SelectMany(s => Enumerable.Range(0, 2001).Select(i => Between(route.Coordinates[s], route.Coordinates[s + 1], i / 2000.0)))
        .Min(p.DistanceM);

    static GeoPosition Between(GeoPosition a, GeoPosition b, double share) => new(a.Lat + (share * (b.Lat - a.Lat)), a.Lon + (share * (b.Lon - a.Lon)));

    static GeoPosition Towards(GeoPosition from, double bearing, double distanceM)
    {
        var (lat, d) = (double.DegreesToRadians(from.Lat), distanceM / GeoPosition.EarthRadiusM);
        var to = Math.Asin((Math.Sin(lat) * Math.Cos(d)) + (Math.Cos(lat) * Math.Sin(d) * Math.Cos(bearing)));
        var lon = Math.Atan2(Math.Sin(bearing) * Math.Sin(d) * Math.Cos(lat), Math.Cos(d) - (Math.Sin(lat) * Math.Sin(to)));
        return new GeoPosition(double.RadiansToDegrees(to), from.Lon + double.RadiansToDegrees(lon));
    }
}
