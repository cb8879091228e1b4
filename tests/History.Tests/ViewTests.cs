using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class ViewTests(PostgresFixture postgres)
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_alert_is_listed_as_it_stands()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/29H81234", 0, Readings(2, Fix(1)), Raised("a1", 1, 2));
        var raised = await Eventually.Get(() => history.Queries.Alert("a1", None), a => a is not null);
        raised!.Asset.Should().Be(Truck);
        raised.Status.Should().Be(AlertStatus.Open);
        raised.Evidence.Should().ContainSingle().Which.What.Should().Be("2.3 km from the route");

        await history.Journal.Append("vehicle/29H81234", 2, new AlertAcknowledged(T(5), T(5), "a1", "officer", "looking"));
        (await Eventually.Get(() => history.Queries.Alert("a1", None), a => a!.Status == AlertStatus.Acknowledged))!.Acknowledged!.Note.Should().Be("looking");
        await history.Journal.Append("vehicle/29H81234", 3, new AlertCleared(T(8), T(9), "a1", false, false, "back"));
        (await Eventually.Get(() => history.Queries.Alert("a1", None), a => a!.Status == AlertStatus.Cleared))!.ClearedAt.Should().Be(T(8));
        (await history.Queries.Alert("a2", None)).Should().BeNull();
    }

    [Fact]
    public async Task Alerts_are_listed_newest_first_page_by_page_while_new_ones_come_in()
    {
        await using var history = await postgres.NewHistory();
        for (var i = 0; i < 7; i++)
            await history.Journal.Append("vehicle/29H81234", i, Raised($"a{i}", 100 - i, i));
        await Eventually.Get(() => history.Queries.Alert("a6", None), a => a is not null);

        var first = await history.Queries.Alerts(new AlertFilter(), null, 3, None);
        await history.Journal.Append("vehicle/29H81234", 7, Raised("a7", 100, 100), new AlertClosed(T(101), T(101), "a3", "officer", null));
        await Eventually.Get(() => history.Queries.Alert("a7", None), a => a is not null);
        var second = await history.Queries.Alerts(new AlertFilter(), first.Next, 3, None);
        var third = await history.Queries.Alerts(new AlertFilter(), second.Next, 3, None);

        first.Items.Concat(second.Items).Concat(third.Items).Select(a => a.Id).Should().Equal("a6", "a5", "a4", "a3", "a2", "a1", "a0");
        third.Next.Should().BeNull();
        (await history.Queries.Alerts(new AlertFilter(), null, 8, None)).Next.Should().BeNull();
    }

    [Fact]
    public async Task Alerts_are_found_by_status_rule_shipment_and_asset()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/29H81234", 0, Raised("a1", 1, 1, shipment: "2026-000001"), Raised("a2", 2, 2, rule: "signal-lost", shipment: null));
        await history.Journal.Append("seal/VN1", 0, Raised("a3", 3, 3, rule: "seal-breach", shipment: "2026-000002"), new AlertClosed(T(4), T(4), "a3", "officer", null));
        await Eventually.Get(() => history.Queries.Alert("a3", None), a => a?.Status == AlertStatus.Closed);

        async Task<IEnumerable<string>> Ids(AlertFilter filter) => (await history.Queries.Alerts(filter, null, 10, None)).Items.Select(a => a.Id);

        (await Ids(new AlertFilter(Status: AlertStatus.Open))).Should().Equal("a2", "a1");
        (await Ids(new AlertFilter(Status: AlertStatus.Closed))).Should().Equal("a3");
        (await Ids(new AlertFilter(Rule: "signal-lost"))).Should().Equal("a2");
        (await Ids(new AlertFilter(Shipment: "2026-000001"))).Should().Equal("a1");
        (await Ids(new AlertFilter(Asset: new AssetId(AssetKind.Seal, "VN1")))).Should().Equal("a3");
        (await Ids(new AlertFilter(Status: AlertStatus.Open, Rule: "seal-breach"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Shipments_are_found_by_status_carrier_and_search()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("shipment/2026-000001", 0, Registered("2026-000001", "Blue Line", "29H81234"));
        await history.Journal.Append("shipment/2026-000002", 0, Registered("2026-000002", "Red_Line", "15C12345"), new ShipmentDeparted(T(9), T(10), "2026-000002", "officer", null));
        await Eventually.Get(() => history.Queries.Shipments(new ShipmentFilter(), null, 10, None), p => p.Items.Length == 2);

        async Task<IEnumerable<string>> Ids(ShipmentFilter filter) => (await history.Queries.Shipments(filter, null, 10, None)).Items.Select(a => a.Id);

        (await Ids(new ShipmentFilter())).Should().Equal("2026-000002", "2026-000001");
        (await Ids(new ShipmentFilter(Status: ShipmentStatus.InTransit))).Should().Equal("2026-000002");
        (await Ids(new ShipmentFilter(Carrier: "Blue Line"))).Should().Equal("2026-000001");
        (await Ids(new ShipmentFilter(Search: "15c12"))).Should().Equal("2026-000002");
        (await Ids(new ShipmentFilter(Search: "d_l"))).Should().Equal("2026-000002");
        (await Ids(new ShipmentFilter(Search: "VNHPH"))).Should().HaveCount(2);
        (await Ids(new ShipmentFilter(Search: "nobody"))).Should().BeEmpty();

        var listed = (await history.Queries.Shipments(new ShipmentFilter(Search: "000002"), null, 10, None)).Items.Single();
        listed.DepartedAt.Should().Be(T(9));
        listed.Version.Should().Be(2);
        var read = (await history.Queries.Shipment("2026-000002", None))!;
        read.Route.Should().HaveCount(2);
        read.Should().BeEquivalentTo(listed, o => o.Excluding(s => s.Route));
        (await history.Queries.Shipment("2026-000003", None)).Should().BeNull();
    }

    [Fact]
    public async Task A_list_made_anew_says_the_same()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/29H81234", 0, Raised("a1", 1, 2), Raised("a2", 2, 3), new AlertClosed(T(4), T(4), "a1", "officer", "note"));
        await history.Journal.Append("shipment/2026-000001", 0, Registered("2026-000001", "Blue Line", "29H81234"));
        await Eventually.Get(() => history.Queries.Shipments(new ShipmentFilter(), null, 10, None), p => p.Items.Length == 1);
        await Eventually.Get(() => history.Queries.Alert("a1", None), a => a?.Status == AlertStatus.Closed);
        var before = await history.Queries.Alerts(new AlertFilter(), null, 10, None);

        var daemon = history.Services.GetRequiredService<IProjectionCoordinator>().DaemonForMainDatabase();
        await daemon.RebuildProjectionAsync("alerts", None);
        await daemon.RebuildProjectionAsync("shipments", None);

        (await history.Queries.Alerts(new AlertFilter(), null, 10, None)).Should().BeEquivalentTo(before, o => o.ComparingRecordsByMembers());
        (await history.Queries.Shipments(new ShipmentFilter(), null, 10, None)).Items.Should().ContainSingle();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("c9")]
    [InlineData("ä")]
    [InlineData("YS0x")]
    public async Task A_cursor_of_our_own_making_is_refused(string cursor)
    {
        await using var history = await postgres.NewHistory();
        await FluentActions.Awaiting(() => history.Queries.Alerts(new AlertFilter(), cursor, 3, None)).Should().ThrowAsync<BadCursorException>();
        await FluentActions.Awaiting(() => history.Queries.Shipments(new ShipmentFilter(), Cursor("a5"), 3, None)).Should().ThrowAsync<BadCursorException>();
    }

    static string Cursor(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text)).TrimEnd('=');

    static ShipmentRegistered Registered(string id, string carrier, string vehicle) => new(
        T(1), T(1), id, "D-1", carrier, "VNHPH", "VNLSN", new PlannedRoute([new GeoPosition(20.8, 106.7), new GeoPosition(21.9, 106.7)], 500),
        $"vehicle/{vehicle}", ["container/MSKU9070323"], ["seal/VN0012345"], null, null, null, "officer");
}
