using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Queries.Carriers;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

/// <summary>One truck, first on a shipment of Blue Line (0 s to 100 s), then on one of Red Line (200 s to 300 s).</summary>
[Collection(PostgresCollection.Name)]
public sealed class CarrierTests(PostgresFixture postgres)
{
    const string Blue = "2026-000001";
    const string Red = "2026-000002";
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Each_sees_its_own_part_and_nothing_tells_of_the_other()
    {
        await using var history = await Shared();
        var (blue, red, nobody) = (For(history, "Blue Line"), For(history, "Red Line"), For(history, "Green Line"));

        (await blue.Shipments(new ShipmentFilter(), null, 9, None)).Items.Select(s => s.Id).Should().Equal(Blue);
        (await red.Shipments(new ShipmentFilter(Search: "29h"), null, 9, None)).Items.Select(s => s.Id).Should().Equal(Red);
        (await red.Shipments(new ShipmentFilter(Carrier: "Blue Line"), null, 9, None)).Items.Should().BeEmpty();
        (await nobody.Shipments(new ShipmentFilter(), null, 9, None)).Items.Should().BeEmpty();

        (await blue.Alerts(new AlertFilter(), null, 9, None)).Items.Select(a => a.Id).Should().Equal("a1");
        (await red.Alerts(new AlertFilter(Shipment: Blue), null, 9, None)).Items.Should().BeEmpty();
        (await blue.Alert("a1", None)).Should().NotBeNull();
        (await red.Alert("a1", None)).Should().BeNull();
        (await red.Alert("a2", None)).Should().NotBeNull();
        (await nobody.Alert("a2", None)).Should().BeNull();

        (await blue.Shipment(Red, None)).Should().BeNull();
        (await blue.ShipmentStateAt(Red, null, null, None)).Should().BeNull();
        (await red.ShipmentStateAt(Red, null, null, None)).Should().NotBeNull();
        (await blue.StreamExists("shipment/" + Red, None)).Should().BeFalse();
        (await blue.Events("shipment/" + Red, [], 0, 9, None)).Should().BeEmpty();
        (await blue.Events("shipment/" + Blue, [], 0, 9, None)).Should().NotBeEmpty();
        (await blue.StreamExists("vehicle/29H81234", None)).Should().BeTrue();
        (await nobody.StreamExists("vehicle/29H81234", None)).Should().BeFalse();
        (await nobody.Events("vehicle/29H81234", [], 0, 9, None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Events_are_told_page_by_page_without_the_others_readings()
    {
        await using var history = await Shared();
        var red = For(history, "Red Line");
        var all = await red.Events("vehicle/29H81234", [], 0, 99, None);

        all.Select(e => e.Type).Should().Equal("duty_assigned", "alert_raised", "readings_recorded", "readings_recorded", "duty_released", "alert_closed");
        all[2].Data.GetProperty("readings").EnumerateArray().Select(r => r.GetProperty("at").GetDateTimeOffset()).Should().Equal(T(210));
        all[2].At.Should().Be(T(210));
        all[3].Data.GetProperty("readings").GetArrayLength().Should().Be(2);

        var first = await red.Events("vehicle/29H81234", [], 0, 2, None);
        var second = await red.Events("vehicle/29H81234", [], first[^1].Sequence, 2, None);
        first.Concat(second).Select(e => e.Sequence).Should().Equal(all.Take(4).Select(e => e.Sequence));
        (await red.Events("vehicle/29H81234", ["alert_closed"], 0, 9, None)).Should().ContainSingle().Which.Data.GetProperty("alertId").GetString().Should().Be("a2");
    }

    [Fact]
    public async Task Track_readings_and_states_end_where_the_duty_does()
    {
        await using var history = await Shared();
        var (blue, red) = (For(history, "Blue Line"), For(history, "Red Line"));

        (await Track(blue)).Should().Equal(T(10), T(50));
        (await Track(red)).Should().Equal(T(210), T(220), T(230));
        (await Track(red, T(0), T(215))).Should().Equal(T(210));
        (await Track(red, T(221), null)).Should().Equal(T(230));
        (await Track(red, T(0), T(100))).Should().BeEmpty();
        (await Track(For(history, "Green Line"))).Should().BeEmpty();
        (await red.Readings(Truck, null, null, None).Select(r => r.At).ToListAsync()).Should().Equal(T(210), T(220), T(230));

        (await blue.AssetStateAt(Truck, T(60), null, None))!.LastPosition!.At.Should().Be(T(50));
        (await blue.AssetStateAt(Truck, T(150), null, None)).Should().BeNull();
        (await blue.AssetStateAt(Truck, T(250), null, None)).Should().BeNull();
        (await blue.AssetStateAt(Truck, null, null, None)).Should().BeNull("it is off duty now");
        var begun = await red.AssetStateAt(Truck, T(205), null, None);
        begun!.LastPosition.Should().BeNull("the newest position then was not on its duty");
        begun.Shipment.Should().Be(Red);
    }

    [Fact]
    public async Task Who_owns_what_is_known_at_once()
    {
        await using var history = await Shared();
        var owners = history.Services.GetRequiredService<IShipmentOwners>();
        (await owners.OwnerOf(Blue, None)).Should().Be(new ShipmentOwner("Blue Line"));
        (await owners.OwnerOf("2026-999999", None)).Should().BeNull();
    }

    static IHistoryQueries For(TestHistory history, string carrier) => history.Services.GetRequiredService<ISharedHistory>().For(carrier);

    static async Task<List<DateTimeOffset>> Track(IHistoryQueries history, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        await history.Track(Truck, from, to, None).Select(p => p.At).ToListAsync();

    async Task<TestHistory> Shared()
    {
        var history = await postgres.NewHistory();
        await history.Journal.Append("shipment/" + Blue, 0, Registered(Blue, "Blue Line"), new DepartureRequested(T(0), T(0), Blue, false, "officer", null));
        await history.Journal.Append("shipment/" + Red, 0, Registered(Red, "Red Line"), new DepartureRequested(T(200), T(200), Red, false, "officer", null));
        await history.Journal.Append(
            "vehicle/29H81234", 0,
            new DutyAssigned(T(0), T(0), Blue, T(0), null, 900, "officer"),
            Readings(51, Fix(10), Fix(50)),
            Raised("a1", 20, 52, shipment: Blue),
            new DutyReleased(T(100), T(100), Blue, "officer"),
            Readings(151, Fix(150)),
            new DutyAssigned(T(200), T(200), Red, T(200), null, 900, "officer"),
            Raised("a2", 205, 206, shipment: Red),
            Readings(211, Fix(190), Fix(210)),
            Readings(231, Fix(220), Fix(230)),

            // Its clock ran ahead: received while it was still Blue Line's, and recorded late.
            Readings(240, Fix(225, delayS: -150)),
            new AlertClosed(T(250), T(250), "a1", "officer", "looked at later"),
            new DutyReleased(T(300), T(300), Red, "officer"),
            Readings(401, Fix(400)),
            new AlertClosed(T(500), T(500), "a2", "officer", null));
        await Eventually.Get(() => history.Queries.Alert("a2", None), a => a?.Status == AlertStatus.Closed);
        await Eventually.Get(() => history.Queries.Shipments(new ShipmentFilter(), null, 9, None), page => page.Items.Length == 2);
        return history;
    }

    static ShipmentRegistered Registered(string number, string carrier) => new(
        T(-60), T(-60), number, "105-1", carrier, "VNHPH", "VNLSN", new PlannedRoute([new GeoPosition(21, 106), new GeoPosition(21.5, 106)], 500), "vehicle/29H81234", [], [], null, null, null,
        "officer");
}
