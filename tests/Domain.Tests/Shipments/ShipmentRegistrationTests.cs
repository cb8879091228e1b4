using System.Collections.Immutable;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Domain.Tests.Shipments;

public sealed class ShipmentRegistrationTests : ShipmentTest
{
    static readonly string[] FiftyOneSeals = [.. Enumerable.Range(0, 51).Select(i => $"VN{i:000}")];

    static readonly Dictionary<string, (RegisterShipment Command, string Field)> Mistakes = new()
    {
        ["no declaration"] = (Good() with { Declaration = null }, "declaration"),
        ["a blank declaration"] = (Good() with { Declaration = "  " }, "declaration"),
        ["a declaration that is too long"] = (Good() with { Declaration = new string('x', 101) }, "declaration"),
        ["no carrier"] = (Good() with { Carrier = "" }, "carrier"),
        ["an origin that is no UN/LOCODE"] = (Good() with { Origin = "Hai Phong" }, "origin"),
        ["no destination"] = (Good() with { Destination = null }, "destination"),
        ["a tolerance of nothing"] = (Good() with { ToleranceM = null }, "toleranceM"),
        ["a tolerance that is too narrow"] = (Good() with { ToleranceM = 9.9 }, "toleranceM"),
        ["a tolerance that is too wide"] = (Good() with { ToleranceM = 50_001 }, "toleranceM"),
        ["a tolerance that is no number"] = (Good() with { ToleranceM = double.NaN }, "toleranceM"),
        ["no route"] = (Good() with { Route = [] }, "route"),
        ["a default route"] = (Good() with { Route = default }, "route"),
        ["a route of one point"] = (Good() with { Route = [new GeoPoint(21, 106)] }, "route"),
        ["a route that goes nowhere"] = (Good() with { Route = [new GeoPoint(21, 106), new GeoPoint(21, 106), new GeoPoint(21, 106)] }, "route"),
        ["a route of too many points"] = (Good() with { Route = [.. Enumerable.Range(0, 20_001).Select(i => new GeoPoint(21, 106 + (i / 1e5)))] }, "route"),
        ["latitude and longitude changed about"] = (Good() with { Route = [new GeoPoint(21, 106), new GeoPoint(106, 21)] }, "route.coordinates[1]"),
        ["a coordinate that is no number"] = (Good() with { Route = [new GeoPoint(double.NaN, 106), new GeoPoint(21, 106)] }, "route.coordinates[0]"),
        ["no vehicle"] = (Good() with { Vehicle = null }, "vehicle"),
        ["a vehicle that is a container"] = (Good() with { Vehicle = "container/MSKU9070323" }, "vehicle"),
        ["a wrong check digit"] = (Good() with { Containers = ["MSKU9070323", "MSKU9070324"] }, "containers[1]"),
        ["a container named twice"] = (Good() with { Containers = ["MSKU9070323", "container/MSKU9070323"] }, "containers[1]"),
        ["a blank container"] = (Good() with { Containers = [" "] }, "containers[0]"),
        ["a seal that is no number"] = (Good() with { Seals = ["VN0012345", "VN_1"] }, "seals[1]"),
        ["too many seals"] = (Good() with { Seals = [.. FiftyOneSeals] }, "seals"),
        ["a deadline that is past"] = (Good() with { Deadline = Minute(0) }, "deadline"),
        ["a silence that is too short"] = (Good() with { SignalLostAfter = TimeSpan.FromSeconds(4) }, "limits.signalLostSeconds"),
        ["a zone without a name"] = (Good() with { Zones = [Zone(" ")] }, "zones[0].name"),
        ["two zones of one name"] = (Good() with { Zones = [Zone(), Zone("Border strip", ZoneKind.Prohibited), Zone()] }, "zones[2].name"),
        ["a zone that is not closed"] = (Good() with { Zones = [Zone() with { Area = Zone().Area.SetItem(3, new GeoPoint(20.9, 106.32)) }] }, "zones[0].area"),
        ["a zone of two places"] = (Good() with { Zones = [Zone() with { Area = [.. Enumerable.Range(0, 5).Select(i => new GeoPoint(20 + (i % 2), 106))] }] }, "zones[0].area"),
        ["a zone across the 180th meridian"] = (Good() with { Zones = [Zone() with { Area = Ring((-17, 179.9), (-17, -179.9), (-16, -179.9), (-16, 179.9)) }] }, "zones[0].area"),
        ["a zone on one line"] = (Good() with { Zones = [Zone() with { Area = Ring((20, 106), (20.1, 106.1), (20.2, 106.2)) }] }, "zones[0].area"),
        ["a zone that crosses itself"] = (Good() with { Zones = [Zone() with { Area = Ring((20, 106), (20.1, 106.1), (20, 106.1), (20.1, 106)) }] }, "zones[0].area"),
        ["a default zone"] = (Good() with { Zones = [Zone(), Zone("Yard") with { Area = default }] }, "zones[1].area"),
        ["a zone of too many points"] =
            (Good() with { Zones = [Zone() with { Area = [.. Enumerable.Range(0, 1001).Select(i => new GeoPoint(20 + (i % 1000 / 1e4), 106))] }] }, "zones[0].area"),
        ["a zone that is nowhere"] = (Good() with { Zones = [Zone() with { Area = Zone().Area.SetItem(1, new GeoPoint(106.3, 20.9)) }] }, "zones[0].area.coordinates[0][1]"),
        ["too many zones"] = (Good() with { Zones = [.. Enumerable.Range(0, 51).Select(i => Zone($"Zone {i}"))] }, "zones"),
        ["a stop that is too short"] = (Good() with { StopAfter = TimeSpan.FromSeconds(59) }, "limits.stopSeconds"),
        ["a stop that is too long"] = (Good() with { StopAfter = TimeSpan.FromDays(8) }, "limits.stopSeconds"),
        ["a silence that is too long"] = (Good() with { SealSilenceAfter = TimeSpan.FromDays(31) }, "limits.sealSilenceSeconds"),
    };

    static ImmutableArray<GeoPoint> Ring(params (double Lat, double Lon)[] corners) => [.. corners.Append(corners[0]).Select(c => new GeoPoint(c.Lat, c.Lon))];

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Refuses_and_names_the_field(string mistake) =>
        Refused(ShipmentDecider.Register(null, Id, Mistakes[mistake].Command, Minute(0)), RejectionKind.Invalid, Mistakes[mistake].Field);

    [Fact]
    public void Tells_everything_that_is_to_be_mended_at_once() =>
        ShipmentDecider.Register(null, Id, new RegisterShipment { By = "officer" }, Minute(0)).Rejection!.Errors.Select(e => e.Field)
            .Should().Equal("declaration", "carrier", "origin", "destination", "toleranceM", "route", "vehicle");

    [Fact]
    public void Keeps_everything_in_its_standard_form()
    {
        var facts = Registered();
        facts.Should().BeEquivalentTo(new { Declaration = "HQ-2026/1", Carrier = "Hai Van Logistics", Origin = "VNHPH", Destination = "VNHAN", Vehicle = Truck, RegisteredAt = Minute(0) });
        facts.Containers.Should().Equal(Box);
        facts.Seals.Should().Equal(Seal);
        facts.Route.Coordinates.Should().Equal(Good().Route.Select(p => new GeoPosition(p.Lat, p.Lon)));
        facts.Assets.Should().Equal((Truck, "vehicle"), (Box, "containers[0]"), (Seal, "seals[0]"));
    }

    [Fact]
    public void Containers_and_seals_may_be_left_out() =>
        ShipmentDecider.Register(null, Id, Good() with { Containers = [], Seals = default(ImmutableArray<string>), Deadline = null }, Minute(0)).Rejection.Should().BeNull();
}
