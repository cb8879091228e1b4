using CsCheck;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Domain.Tests.Geometry;

public sealed class ZoneAreaTests
{
    [Theory]
    [InlineData(10, 0, 300)]
    [InlineData(10, 200, 100)]
    [InlineData(5.05, 0, 50)]
    [InlineData(10, 301, -1)]
    [InlineData(4.98, 0, -20)]
    public void Tells_how_deep_inside_or_how_far_outside(double km, double offM, double depthM) =>
        Measured(Area(ZoneKind.Stop, 5, 15)).DepthM(At(km, offM), 50).Should().BeApproximately(depthM, 1);

    [Fact]
    public void What_is_farther_than_matters_is_only_told_to_be_far() =>
        Measured(Area(ZoneKind.Stop, 5, 15)).DepthM(At(20), 50).Should().BeLessThan(-50);

    [Fact]
    public void A_bay_of_an_area_is_outside_of_it()
    {
        // A horseshoe, open to the north.
        var shoe = Measured(new Zone("shoe", ZoneKind.Prohibited, [At(0), At(9), At(9, 9000), At(6, 9000), At(6, 3000), At(3, 3000), At(3, 9000), At(0, 9000), At(0)]));
        shoe.DepthM(At(4.5, 6000), 5000).Should().BeApproximately(-1500, 3);
        shoe.DepthM(At(1.5, 6000), 5000).Should().BeApproximately(1500, 3);
        shoe.DepthM(At(4.5, 1000), 5000).Should().BeApproximately(1000, 2);
    }

    [Fact]
    public void The_direction_in_which_an_area_is_drawn_makes_no_difference() =>
        Gen.Select(Gen.Double[4, 16], Gen.Double[-400, 400]).Sample((km, offM) =>
        {
            var zone = Area(ZoneKind.Stop, 5, 15);
            Measured(zone with { Area = [.. zone.Area.Reverse()] }).DepthM(At(km, offM), 2000).Should().BeApproximately(Measured(zone).DepthM(At(km, offM), 2000), 1e-6);
        });

    [Fact]
    public void Leaving_out_the_far_ones_gives_the_same_as_measuring_all() =>
        Gen.Select(Gen.Double[0, 20], Gen.Double[-2000, 2000], Gen.Double[0, 1500]).Sample((km, offM, marginM) =>
        {
            var area = Measured(Area(ZoneKind.Stop, 5, 15));
            var exact = area.DepthM(At(km, offM), 100_000);
            if (exact >= -marginM)
                area.DepthM(At(km, offM), marginM).Should().Be(exact);
            else
                area.DepthM(At(km, offM), marginM).Should().BeLessThan(-marginM);
        });

    [Fact]
    public void Routes_that_differ_in_their_zones_are_not_taken_for_each_other() =>
        Corridor.Of(RoadWith(Area(ZoneKind.Stop, 5, 15))).Should().NotBeSameAs(Corridor.Of(RoadWith(Area(ZoneKind.Prohibited, 5, 15))))
            .And.BeSameAs(Corridor.Of(RoadWith(Area(ZoneKind.Stop, 5, 15))));

    static ZoneArea Measured(Zone zone) => Corridor.Of(RoadWith(zone)).Zones.Single();
}
