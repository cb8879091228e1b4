using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Dashboard.Tests.Support;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Dashboard.Tests;

/// <summary>In every language, light, size of screen and state of the network.</summary>
[Collection(InBrowser.Name)]
public sealed class EveryoneTests(Browser browser)
{
    [Theory]
    [InlineData("vi-VN", ColorScheme.Dark, false, "vietnamese-dark")]
    [InlineData("en-GB", ColorScheme.Light, false, "english-light")]
    [InlineData("vi-VN", ColorScheme.Light, true, "phone")]
    [InlineData("en-GB", ColorScheme.Dark, true, "phone-dark")]
    public async Task No_view_has_an_accessibility_fault(string locale, ColorScheme scheme, bool isPhone, string name)
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        await scene.Api.NewKey(Role.Carrier, "Blue Line");
        await scene.HaveWebhook();
        scene.HaveActs();
        await using var visit = await browser.Open(scene.Api.Address, locale, isPhone ? 390 : 1440, isPhone ? 844 : 900, scheme, isPhone);
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.Locator("#key").WaitForAsync();
        await Scan(page, "sign-in");

        await visit.SignIn(Scene.Key);
        await page.Locator(".side .alert").First.WaitForAsync();
        await page.Locator(".unusable li").First.WaitForAsync();
        if (name is "vietnamese-dark" or "phone") await visit.Screenshot(name);
        await Scan(page, "alerts");
        await page.Locator(".side .alert .open").First.ClickAsync();
        await page.Locator(".detail .facts").WaitForAsync();
        await Scan(page, "alert");
        foreach (var place in new[] { "/shipments", "/shipments/2026-000123", "/shipments/2026-000123/timeline", "/shipments/2026-000123/charts", "/replay/2026-000123", "/assets/seal/VN0012345", "/assets/vehicle/29H81000", "/assets/unknown/sender", "/admin/keys", "/admin/webhooks", "/admin/audit" })
        {
            await page.GotoAsync(place);
            await page.Locator(place switch
            {
                "/shipments" => ".side .rows",
                "/shipments/2026-000123/timeline" => ".story",
                "/admin/keys" => "[data-key]",
                "/admin/webhooks" => "[data-webhook]",
                "/admin/audit" => "[data-act]",
                "/shipments/2026-000123/charts" => ".chart",
                "/replay/2026-000123" => ".replay input[type=range]",
                "/assets/seal/VN0012345" => ".detail .facts",
                "/assets/vehicle/29H81000" or "/assets/unknown/sender" => ".letters li",
                "/shipments/2026-000123" => ".zones li",
                _ => ".assets",
            }).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await Scan(page, place);
        }

        (await page.Locator("html").GetAttributeAsync("lang")).Should().Be(locale[..2]);
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_language_follows_the_browser_and_the_switch_and_is_remembered()
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        await using var visit = await browser.Open(scene.Api.Address, "vi-VN");
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".side")).ToContainTextAsync("Vi phạm niêm phong");
        await Assertions.Expect(page.Locator(".side")).ToContainTextAsync("Ra khỏi hành lang: cách tuyến 2,3 km, cho phép 500 m");

        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(page.Locator(".side")).ToContainTextAsync("Seal breach");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".side")).ToContainTextAsync("Left the corridor: 2.3 km from the route, tolerance 500 m");
    }

    [Fact]
    public async Task On_a_phone_list_map_and_detail_take_turns_and_nothing_is_cut_off()
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        await using var visit = await browser.Open(scene.Api.Address, width: 390, height: 844, isPhone: true);
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        await page.Locator(".side .alert .open").First.ClickAsync();
        await Assertions.Expect(page.Locator(".detail")).ToContainTextAsync("Replay the minute before");
        await Assertions.Expect(page.Locator(".side")).ToBeHiddenAsync();
        await page.Locator(".phone-nav").GetByRole(AriaRole.Button, new() { Name = "Map" }).ClickAsync();
        await Assertions.Expect(page.Locator(".middle .map")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".detail")).ToBeHiddenAsync();
        await visit.MapIsDrawn();
        await visit.Screenshot("phone-map");
        await page.Locator(".phone-nav").GetByRole(AriaRole.Button, new() { Name = "Alerts" }).ClickAsync();
        await Assertions.Expect(page.Locator(".side")).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390);
    }

    [Theory]
    [InlineData("vi-VN", 360)]
    [InlineData("vi-VN", 800)]
    [InlineData("en-GB", 800)]
    [InlineData("en-GB", 1024)]
    [InlineData("en-GB", 1366)]
    public async Task The_time_zone_is_shown_and_the_bar_fits_at_every_width(string locale, int width)
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address, locale, width, 760, isPhone: width < 780);
        await visit.SignIn(Scene.Key);
        await Assertions.Expect(visit.Page.Locator("header").GetByText("GMT+7", new() { Exact = true })).ToBeInViewportAsync(new() { Ratio = 1 });
        (await visit.Page.EvaluateAsync<int>("document.querySelector('header').scrollWidth")).Should().BeLessThanOrEqualTo(width);
    }

    [Fact]
    public async Task A_lost_connection_is_said_and_what_happened_meanwhile_is_there_afterwards()
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        await page.Locator(".side .alert").First.WaitForAsync();

        await page.Context.SetOfflineAsync(true);
        await Assertions.Expect(page.Locator(".banner")).ToContainTextAsync("Connection lost.");
        await scene.Raise(Scene.Alert("vehicle/29H81020", "signal-lost", AlertSeverity.Warning, "Nothing heard for 15 min", "2026-000020"), toHub: false);
        await page.Context.SetOfflineAsync(false);

        await Assertions.Expect(page.Locator(".banner")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("Connected again.");
        await Assertions.Expect(page.Locator(".side")).ToContainTextAsync("29H81020");
    }

    [Fact]
    public async Task A_storm_of_alerts_is_one_row_that_can_be_opened_and_taken_on_as_one()
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        for (var i = 0; i < 30; i++)
            await scene.Raise(Scene.Alert($"vehicle/29H9{i:0000}", "signal-lost", AlertSeverity.Warning, "Nothing heard for 15 min", $"2026-000{200 + i}", at: DateTimeOffset.UtcNow.AddSeconds(-i)));

        await Assertions.Expect(page.Locator(".group")).ToContainTextAsync("30 alerts on 30 shipments, likely one cause");
        await Assertions.Expect(page.Locator(".side .alert")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all 30" }).ClickAsync();
        await Assertions.Expect(page.Locator(".side .alert")).ToHaveCountAsync(30);
        await visit.Screenshot("storm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge all 30" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Acknowledge all") })).ToHaveCountAsync(0);
        await Eventually.True(() => Task.FromResult(scene.Api.Cluster.Assets.Values.Sum(a => a.Handled.Count) == 30), "all are acknowledged");
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Search_filters_links_and_the_back_button_keep_the_place()
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("29H81000");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/shipments\\?q=29H81000"));
        await page.Locator(".side .rows .open").First.ClickAsync();
        await Assertions.Expect(page.Locator(".detail h2")).ToHaveTextAsync("2026-000123");
        scene.Api.History.LastAsked.Should().NotBeNull();

        await page.GetByRole(AriaRole.Tab, new() { Name = "Charts" }).ClickAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Charts" })).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page.Locator(".side input[type=search]")).ToHaveValueAsync("29H81000");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".detail")).ToHaveCountAsync(0);

        // The keyboard alone walks the alerts.
        await page.Keyboard.PressAsync("1");
        await page.Locator(".side [data-alert]").First.WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("[data-alert*=route-deviation] .open").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".detail h2")).ToHaveTextAsync("Off route");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".detail")).ToHaveCountAsync(0);
        visit.Complaints.Should().BeEmpty();
    }

    static async Task Scan(IPage page, string what)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "src", "Dashboard", "node_modules", "axe-core", "axe.min.js")));
        var faults = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`))");
        faults.EnumerateArray().Select(f => f.GetString()).Should().BeEmpty("{0} is for everybody", what);
    }

    static async Task Fill(Scene scene)
    {
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < 12; i++) scene.Move($"29H{81000 + i}", 21.0 + (i * 0.07), 106.0 + (i * 0.05), i % 4 == 0 ? 0 : 45, 30 * i, $"2026-{(i == 0 ? 123 : i):000000}");
        scene.Ship("2026-000123", "29H81000", "VN0012345", [.. Enumerable.Range(0, 60).Select(i => new ToldReading(now.AddMinutes(i - 60), now.AddMinutes(i - 60), "position", null)
        {
            Lat = 20.9 + (i * 0.002), Lon = 106.0 + (i * 0.001), SpeedKph = 30 + (i % 20), HeadingDeg = 20,
        })]);
        await scene.Zone("2026-000123", new ShipmentZone("Bãi đỗ Phố Nối", ZoneKind.Stop, Box(20.96, 106.03)), new ShipmentZone("Bãi sang tải", ZoneKind.Prohibited, Box(21.02, 106.08)));
        scene.Refuse(
            Scene.Unusable("vehicle/29H81000", 1_234, ("the value is not valid JSON (line 1, byte 31)", "{\"asset\":\"vehicle/29H81000\",\"at\":\"2026-11")),
            Scene.Unusable(null, 2, ("a message is one JSON object, not an array", new string('[', 600))));
        scene.Ship("2026-000002", "29H81002", "VN0000002");
        scene.Ship("2026-000004", "29H81004", "VN0000004");
        scene.Api.History.Told["seal/VN0012345"] = [new ToldReading(now.AddMinutes(-59), now.AddMinutes(-59), "seal", null) { Event = "sealed", BatteryPct = 90 }, new ToldReading(now.AddMinutes(-4), now.AddMinutes(-4), "seal", null) { Event = "cut", BatteryPct = 88 }];
        scene.Api.History.Asset = scene.Api.Cluster.Assets[new AssetId(AssetKind.Seal, "VN0012345")].Status;
        await scene.Raise(Scene.Alert("seal/VN0012345", "seal-breach", AlertSeverity.Critical, "Seal cut", at: now.AddMinutes(-4)));
        await scene.Raise(Scene.Alert("vehicle/29H81002", "route-deviation", AlertSeverity.Warning, "Left the corridor: 2.3 km from the route, tolerance 500 m", "2026-000002", 21.14, 106.1, now.AddMinutes(-3)));
        await scene.Raise(Scene.Alert("vehicle/29H81004", "route-deviation", AlertSeverity.Warning, "Left the corridor: 800 m from the route, tolerance 500 m", "2026-000004", 21.3, 106.2, now.AddMinutes(-80), late: true));
    }

    static ImmutableArray<GeoPoint> Box(double lat, double lon) => [new(lat, lon), new(lat, lon + 0.02), new(lat + 0.02, lon + 0.02), new(lat + 0.02, lon), new(lat, lon)];
}
