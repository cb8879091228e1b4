using System.Net;
using System.Text.Json;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests;

/// <summary>The names that others rely on.</summary>
public sealed class ShapeTests : IClassFixture<ApiHost>
{
    const string Registration =
        """
        {"declaration":"105-887766","carrier":"Vận tải Bắc Nam","origin":"VNHPH","destination":"VNLSN","toleranceM":500,
         "route":{"type":"LineString","coordinates":[[106.68,20.85],[106.76,21.85,12]]},
         "vehicle":"29H81234","containers":["MSKU9070323"],"seals":["seal/VN0012345"],"deadline":"2026-11-23T07:00:00+07:00",
         "zones":[{"name":"Trạm dừng nghỉ Km 42","kind":"stop","area":{"type":"Polygon","coordinates":[[[106.7,21.1],[106.71,21.1],[106.71,21.11,3],[106.7,21.1]]]}}],
         "limits":{"signalLostSeconds":900,"sealSilenceSeconds":1800.5,"stopSeconds":600}}
        """;

    readonly ApiHost api;

    public ShapeTests(ApiHost api)
    {
        this.api = api;
        api.Cluster.Shipments[Samples.Shipment.Id] = new FakeShipment(Samples.Shipment);
        api.Cluster.Assets[Samples.Seal] = new FakeAsset { Status = Samples.SealStatus };
        api.History.Listed = null;
    }

    [Fact]
    public async Task Registering_answers_201_with_the_shipment_and_where_it_is()
    {
        var (response, shipment) = await api.Post("/api/v1/shipments", Registration);

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Headers.Location!.ToString().Should().Be("/api/v1/shipments/2026-000123");
        shipment.GetProperty("id").GetString().Should().Be("2026-000123");

        api.Cluster.Registered.Should().ContainSingle().Which.Should().BeEquivalentTo(new RegisterShipment
        {
            Declaration = "105-887766",
            Carrier = "Vận tải Bắc Nam",
            Origin = "VNHPH",
            Destination = "VNLSN",
            Route = [new GeoPoint(20.85, 106.68), new GeoPoint(21.85, 106.76)],
            ToleranceM = 500,
            Vehicle = "29H81234",
            Containers = ["MSKU9070323"],
            Seals = ["seal/VN0012345"],
            Deadline = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero),
            SignalLostAfter = TimeSpan.FromMinutes(15),
            SealSilenceAfter = TimeSpan.FromSeconds(1800.5),
            StopAfter = TimeSpan.FromMinutes(10),
            Zones =
            [
                new ShipmentZone(
                    "Trạm dừng nghỉ Km 42", ZoneKind.Stop,
                    [new GeoPoint(21.1, 106.7), new GeoPoint(21.1, 106.71), new GeoPoint(21.11, 106.71), new GeoPoint(21.1, 106.7)]),
            ],
            By = "administrator",
        });
    }

    [Fact]
    public async Task A_shipment_has_its_names()
    {
        var (response, shipment) = await api.Get("/api/v1/shipments/2026-000123");

        response.Content.Headers.ContentType!.ToString().Should().Be("application/json; charset=utf-8");
        Names(shipment).Should().BeEquivalentTo(
            "id", "declaration", "carrier", "status", "vehicle", "containers", "seals", "origin", "destination", "departedAt", "arrivedAt",
            "route", "toleranceM", "zones", "limits", "deadline", "registeredAt", "closedAt", "version");
        shipment.GetProperty("status").GetString().Should().Be("inTransit");
        shipment.GetProperty("vehicle").GetString().Should().Be("29H81234");
        shipment.GetProperty("containers").GetRawText().Should().Be("""["MSKU9070323"]""");
        shipment.GetProperty("seals").GetRawText().Should().Be("""["VN0012345"]""");
        shipment.GetProperty("departedAt").GetString().Should().Be("2026-11-22T06:15:30Z");
        shipment.GetProperty("arrivedAt").ValueKind.Should().Be(JsonValueKind.Null);
        shipment.GetProperty("route").GetRawText().Should().Be("""{"type":"LineString","coordinates":[[106.68,20.85],[106.76,21.85]]}""");
        shipment.GetProperty("zones").GetRawText().Should().Be(
            """[{"name":"Border strip","kind":"prohibited","area":{"type":"Polygon","coordinates":[[[106.7,21.8],[106.8,21.8],[106.8,21.9],[106.7,21.8]]]}}]""");
        shipment.GetProperty("limits").GetRawText().Should().Be("""{"signalLostSeconds":900,"sealSilenceSeconds":null,"stopSeconds":600}""");
        (await response.Content.ReadAsStringAsync()).Should().Contain("Vận tải Bắc Nam", "names stay readable");
    }

    [Fact]
    public async Task A_list_has_items_and_next_and_passes_its_filter_on()
    {
        var (_, page) = await api.Get("/api/v1/shipments?status=inTransit&carrier=Bac&q=29H&cursor=xyz&take=7");

        Names(page).Should().Equal("items", "next");
        page.GetProperty("next").GetString().Should().Be("abc");
        foreach (var longOne in new[] { "route", "zones", "limits" })
            page.GetProperty("items")[0].GetProperty(longOne).ValueKind.Should().Be(JsonValueKind.Null);
        api.History.LastAsked.Should().Be((new ShipmentFilter(ShipmentStatus.InTransit, "Bac", "29H"), "xyz", 7));

        await api.Get("/api/v1/shipments?status=");
        api.History.LastAsked.Should().Be((new ShipmentFilter(), (string?)null, 50));
    }

    [Fact]
    public async Task The_last_page_says_so_with_null()
    {
        var (_, page) = await api.Get("/api/v1/alerts?status=open&rule=seal-breach&shipment=2026-000123&asset=seal/VN0012345");

        page.GetProperty("next").ValueKind.Should().Be(JsonValueKind.Null);
        api.History.LastAsked.Should().Be((new AlertFilter(AlertStatus.Open, "seal-breach", "2026-000123", Samples.Seal), (string?)null, 50));
    }

    [Fact]
    public async Task An_alert_has_its_names()
    {
        var alert = (await api.Get("/api/v1/alerts")).Body.GetProperty("items")[0];

        Names(alert).Should().BeEquivalentTo(
            "id", "rule", "ruleVersion", "severity", "status", "asset", "shipment", "raisedAt", "recordedAt", "clearedAt", "late", "position", "message", "evidence",
            "acknowledged", "closed");
        alert.GetProperty("severity").GetString().Should().Be("critical");
        alert.GetProperty("asset").GetString().Should().Be("seal/VN0012345");
        alert.GetProperty("recordedAt").GetString().Should().Be("2026-11-22T08:15:31.25Z");
        alert.GetProperty("position").GetRawText().Should().Be("""{"lat":21.8531,"lon":106.7612}""");
        alert.GetProperty("evidence").GetRawText().Should().Be("""[{"at":"2026-11-22T08:15:30Z","lat":21.8531,"lon":106.7612,"what":"cut"}]""");
    }

    [Fact]
    public async Task An_asset_has_its_names()
    {
        var (_, asset) = await api.Get("/api/v1/assets/seal/VN0012345");

        Names(asset).Should().BeEquivalentTo(
            "asset", "at", "lastPosition", "shipment", "readings", "duplicates", "openAlerts", "sealState", "sensors", "lastHeardAt", "version");
        asset.GetProperty("lastPosition").GetRawText().Should().Be("""{"at":"2026-11-22T08:15:30Z","lat":21.8531,"lon":106.7612,"speedKph":54.2,"headingDeg":12}""");
        asset.GetProperty("openAlerts")[0].GetProperty("id").GetString().Should().Be(Samples.Alert.Id);
        asset.GetProperty("readings").GetInt64().Should().Be(77);
    }

    [Fact]
    public async Task An_alert_that_the_lists_do_not_know_yet_is_told_by_its_asset()
    {
        var (response, alert) = await api.Get($"/api/v1/alerts/{Samples.Alert.Id}");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        alert.GetProperty("id").GetString().Should().Be(Samples.Alert.Id);
    }

    [Fact]
    public async Task What_the_asset_says_of_an_open_alert_counts_more_than_the_lists()
    {
        api.History.Listed = Samples.Alert;
        api.Cluster.Assets[Samples.Seal].Status = Samples.SealStatus with { OpenAlerts = [Samples.Alert with { Status = AlertStatus.Acknowledged }] };

        (await api.Get($"/api/v1/alerts/{Samples.Alert.Id}")).Body.GetProperty("status").GetString().Should().Be("acknowledged");
    }

    [Fact]
    public async Task Acknowledging_asks_the_asset_and_tells_who_did_it()
    {
        var (response, alert) = await api.Post($"/api/v1/alerts/{Samples.Alert.Id}/acknowledge", """{"note":"patrol sent"}""");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        alert.GetProperty("status").GetString().Should().Be("acknowledged");
        alert.GetProperty("acknowledged").GetRawText().Should().Be("""{"at":"2026-11-22T08:15:30Z","by":"administrator","note":"patrol sent"}""");
        api.Cluster.Assets[Samples.Seal].Handled.Should().Contain(new HandleAlert(Samples.Alert.Id, "administrator", "patrol sent"));
    }

    [Fact]
    public async Task A_step_needs_no_body()
    {
        var shipment = api.Cluster.Shipments[Samples.Shipment.Id];

        foreach (var step in new[] { "depart", "arrive", "close" })
            (await api.Post($"/api/v1/shipments/2026-000123/{step}")).Response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await api.Post("/api/v1/shipments/2026-000123/depart", """{"at":"2026-11-22T08:00:00+07:00","operator":"Lan","note":"gate 3"}""")).Response.EnsureSuccessStatusCode();

        shipment.Commands.Take(3).Should().AllBeEquivalentTo(new ShipmentStep(null, "administrator", null));
        shipment.Commands.Last().Should().Be(new ShipmentStep(new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero), "administrator for Lan", "gate 3"));
    }

    [Fact]
    public async Task An_unlock_reaches_the_shipment_with_its_place_and_time()
    {
        var (response, _) = await api.Post(
            "/api/v1/shipments/2026-000123/unlocks",
            """{"seal":"VN0012345","lat":21.85,"lon":106.76,"from":"2026-11-22T09:00:00Z","until":"2026-11-22T10:00:00Z","note":"inspection"}""");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        api.Cluster.Shipments[Samples.Shipment.Id].Commands.Last().Should().Be(("VN0012345", new AuthoriseUnlock
        {
            Shipment = "2026-000123",
            Place = new GeoPoint(21.85, 106.76),
            RadiusM = 500,
            From = Samples.Today.AddHours(9),
            Until = Samples.Today.AddHours(10),
            By = "administrator",
            Note = "inspection",
        }));
    }

    [Fact]
    public async Task Readings_tell_what_they_know_and_nothing_else()
    {
        api.History.Told["seal/VN0012345"] =
        [
            new ToldReading(Samples.Now, Samples.Now.AddSeconds(2), "seal", null) { Event = "cut", BatteryPct = 81 },
            new ToldReading(Samples.Now.AddMinutes(1), Samples.Now.AddMinutes(1), "seal", "clockSkew") { Event = "heartbeat" },
        ];
        var (response, body) = await api.Get("/api/v1/history/seal/VN0012345/readings");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        body.GetRawText().Should().Be(
            """[{"at":"2026-11-22T08:15:30Z","recordedAt":"2026-11-22T08:15:32Z","kind":"seal","batteryPct":81,"event":"cut"},"""
            + """{"at":"2026-11-22T08:16:30Z","recordedAt":"2026-11-22T08:16:30Z","kind":"seal","mark":"clockSkew","event":"heartbeat"}]""");
    }

    [Fact]
    public async Task Readings_of_a_history_that_is_away_are_a_problem_and_not_half_a_list()
    {
        api.History.Failure = new TimeoutException("away");
        (await api.Get("/api/v1/history/seal/VN0012345/readings")).Response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        api.History.Failure = null;
        (await api.Get("/api/v1/history/seal/VN0012345/readings?from=2026-11-22T08:00:00Z&to=2026-11-22T07:00:00Z")).Response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Events_can_be_asked_for_by_type()
    {
        api.History.Stored = [.. new[] { "readings_recorded", "unlock_authorised", "alert_raised" }.Select(
            (type, i) => new StoredEvent(i + 1, i + 1, type, Samples.Now, Samples.Now, JsonDocument.Parse("{}").RootElement))];
        var (_, body) = await api.Get("/api/v1/history/seal/VN0012345/events?types=alert_raised,unlock_authorised");
        body.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("type").GetString()).Should().Equal("unlock_authorised", "alert_raised");
        (await api.Get("/api/v1/history/seal/VN0012345/events?types=nonsense")).Response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Stored_events_come_in_pages_that_continue_after_a_sequence()
    {
        var data = JsonDocument.Parse("""{"x":1}""").RootElement;
        api.History.Stored = [.. Enumerable.Range(1, 5).Select(v => new StoredEvent(100 + v, v, "readings_recorded", Samples.Now, Samples.Now, data))];

        var (_, first) = await api.Get("/api/v1/history/vehicle/29H81234/events?take=3");
        Names(first.GetProperty("items")[0]).Should().BeEquivalentTo("sequence", "version", "type", "at", "recordedAt", "data");
        first.GetProperty("items")[0].GetProperty("data").GetRawText().Should().Be("""{"x":1}""");
        first.GetProperty("next").GetString().Should().Be("103");

        var (_, second) = await api.Get("/api/v1/history/vehicle/29H81234/events?take=3&after=103");
        second.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("version").GetInt64()).Should().Equal(4, 5);
        second.GetProperty("next").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_past_state_has_an_assets_shape_and_takes_an_offset_that_lost_its_plus()
    {
        api.History.Asset = Samples.SealStatus;

        var (_, state) = await api.Get("/api/v1/history/seal/VN0012345/state?at=2026-11-22T15:15:30+07:00&knownAt=2026-11-22T09:00:00Z");

        state.GetProperty("asset").GetString().Should().Be("seal/VN0012345");
        api.History.AskedMoments.Should().Be((Samples.Now, Samples.Today.AddHours(9)));
    }

    static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
