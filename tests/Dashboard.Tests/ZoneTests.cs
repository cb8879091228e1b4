using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Dashboard.Tests.Support;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Dashboard.Tests;

/// <summary>Where a shipment may stop, and where it must not be.</summary>
[Collection(InBrowser.Name)]
public sealed class ZoneTests(Browser browser)
{
    const string Yard = "stop Bãi đỗ Kép";
    const string Strip = "prohibited Dải biên giới <b>Lạng Sơn</b>";

    [Fact]
    public async Task Zones_of_the_open_shipment_are_drawn_named_when_near_and_found_from_its_panel()
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        await using var visit = await browser.Open(scene.Api.Address);
        var page = visit.Page;
        await visit.SignIn(Scene.Key, "/#map=6/21.3/106.6");
        await Assertions.Expect(page.Locator(".legend")).Not.ToContainTextAsync("zone");

        await page.GetByRole(AriaRole.Button, new() { Name = "Shipments" }).First.ClickAsync();
        await page.Locator(".side .rows .open").First.ClickAsync();
        await Assertions.Expect(page.Locator(".zones li")).ToContainTextAsync(["Stop zone", "Prohibited zone"]);
        await Assertions.Expect(page.Locator(".legend")).ToContainTextAsync("Prohibited zone");

        await page.GetByRole(AriaRole.Button, new() { Name = "Dải biên giới" }).ClickAsync();
        await OnTheMap(visit, areas: [Strip], names: [Strip]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Bãi đỗ Kép" }).ClickAsync();
        await OnTheMap(visit, areas: [Yard], names: [Yard]);

        // From afar there are no names; both are there, whatever the colours.
        await page.GetByRole(AriaRole.Button, new() { Name = "Show on the map" }).ClickAsync();
        await OnTheMap(visit, areas: [Strip, Yard], names: []);
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch to dark" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dải biên giới" }).ClickAsync();
        await OnTheMap(visit, areas: [Strip], names: [Strip]);

        // The past has them as well; nothing open has none.
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await page.Locator(".replay input[type=range]").WaitForAsync();
        await OnTheMap(visit, areas: [Strip], names: [Strip]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Alerts" }).First.ClickAsync();
        await OnTheMap(visit, areas: [], names: []);
        visit.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData("prohibited-zone", "Entered the prohibited zone Cao Bang border strip", "en-GB", "Prohibited zone", "Entered the prohibited zone Cao Bang border strip")]
    [InlineData("prohibited-zone", "Entered the prohibited zone Cao Bang border strip", "vi-VN", "Vào vùng cấm", "Đi vào vùng cấm Cao Bang border strip")]
    [InlineData("unplanned-stop", "Stopped for 12 min where it may not", "en-GB", "Unplanned stop", "Stopped for 12 min where it may not")]
    [InlineData("unplanned-stop", "Stopped for 12 min where it may not", "vi-VN", "Dừng ngoài kế hoạch", "Dừng 12 phút ở nơi không được phép")]
    public async Task Alerts_about_zones_are_told_in_words_and_lead_to_them(string rule, string message, string locale, string title, string words)
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        var alert = Scene.Alert("vehicle/29H81000", rule, AlertSeverity.Warning, message, lat: 21.6, lon: 106.7);
        await scene.Raise(alert);
        await using var visit = await browser.Open(scene.Api.Address, locale);
        await visit.SignIn(Scene.Key);
        var row = visit.Page.Locator($"[data-alert='{alert.Id}']");
        await Assertions.Expect(row).ToContainTextAsync(title);
        await row.Locator(".open").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".detail-head")).ToContainTextAsync(words);
        await visit.Page.Locator(".detail .zones button").Last.ClickAsync();
        await OnTheMap(visit, areas: [Strip], names: [Strip]);
        visit.Complaints.Should().BeEmpty();
    }

    static async Task OnTheMap(Visit visit, string[] areas, string[] names)
    {
        var canvas = visit.Page.Locator("canvas.maplibregl-canvas");
        await Assertions.Expect(canvas).ToHaveAttributeAsync("data-zones", Told(areas));
        await Assertions.Expect(canvas).ToHaveAttributeAsync("data-zone-names", Told(names));
    }

    static Regex Told(string[] all) => new($"^{Regex.Escape($"[{string.Join(',', all.Select(a => $"\"{a}\""))}]")}$");

    static async Task Fill(Scene scene)
    {
        scene.Move("29H81000", 21.2, 106.2, shipment: "2026-000123");
        scene.Ship("2026-000123", "29H81000", "VN0012345", new ToldReading(DateTimeOffset.UtcNow.AddMinutes(-30), DateTimeOffset.UtcNow.AddMinutes(-30), "position", null) { Lat = 21.2, Lon = 106.2 });
        await scene.Zone("2026-000123", new ShipmentZone("Bãi đỗ Kép", ZoneKind.Stop, Box(21.2, 106.7, 0.01)), new ShipmentZone("Dải biên giới <b>Lạng Sơn</b>", ZoneKind.Prohibited, Box(21.7, 106.9, 0.04)));
        scene.Api.History.Asset = scene.Api.Cluster.Assets[new AssetId(AssetKind.Vehicle, "29H81000")].Status;
    }

    static ImmutableArray<GeoPoint> Box(double lat, double lon, double half) =>
        [new(lat - half, lon - half), new(lat - half, lon + half), new(lat + half, lon + half), new(lat + half, lon - half), new(lat - half, lon - half)];
}
