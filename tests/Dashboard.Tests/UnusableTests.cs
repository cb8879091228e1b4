using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Dashboard.Tests.Support;

namespace ShipmentTracker.Dashboard.Tests;

/// <summary>Who sends messages that cannot be used.</summary>
[Collection(InBrowser.Name)]
public sealed class UnusableTests(Browser browser)
{
    const string Truck = "vehicle/29H81000";
    const string Hostile = "<img src=x onerror=\"document.title='gone'\">\u202E\u0001{\"asset\":1}";

    [Theory]
    [InlineData("en-GB", false, "Unusable messages", "senders in 24 h: 2", "Not valid JSON (line 1, byte 9)", "Unknown device", "“exploded” is no event of a seal")]
    [InlineData("vi-VN", true, "Bản tin không dùng được", "2 nguồn / 24 giờ", "JSON không hợp lệ (dòng 1, byte 9)", "Thiết bị không rõ", "“exploded” không phải là sự kiện niêm phong")]
    public async Task Who_sends_them_is_seen_at_once_and_what_they_hold_one_click_further(
        string locale, bool isPhone, string title, string many, string reason, string unknown, string otherReason)
    {
        await using var scene = await Scene.Start();
        Fill(scene);
        scene.Refuse(
            Scene.Unusable(Truck, 1_200, ("the value is not valid JSON (line 1, byte 9)", Hostile), ("the value is empty; a message is one JSON object", "")),
            Scene.Unusable(Truck, 34, ("lat 123 is outside -90..90", "{\"lat\":123}")) with { Topic = "tracking.seals", Partition = 0, LastAt = DateTimeOffset.UtcNow.AddHours(-2) },
            Scene.Unusable(null, 5, ("event \"exploded\" is not one of sealed, opened", "{\"event\":\"exploded\"}")),
            Scene.Unusable("seal/VN0000009", 5, ("lat must be a number, not a string", "{}")) with { LastAt = DateTimeOffset.UtcNow.AddHours(-25) });
        await using var visit = await browser.Open(scene.Api.Address, locale, isPhone ? 390 : 1440, isPhone ? 844 : 900, isPhone: isPhone);
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        var section = page.Locator(".unusable");
        await Assertions.Expect(section.Locator("h3")).ToContainTextAsync(title);
        await Assertions.Expect(section.Locator("h3")).ToContainTextAsync(many);
        await Assertions.Expect(section.Locator("li")).ToHaveCountAsync(2);
        var truck = section.Locator($"[data-sender='{Truck}']");
        await Assertions.Expect(truck).ToContainTextAsync("29H81000");
        await Assertions.Expect(truck).ToContainTextAsync(new Regex("1[.,]234"));
        await Assertions.Expect(truck).ToContainTextAsync(reason);

        await truck.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/assets/vehicle/29H81000"));
        var letters = page.Locator(".detail .letters");
        await Assertions.Expect(letters.Locator(".facts")).ToContainTextAsync(new Regex("1[.,]234"));
        await Assertions.Expect(letters.Locator("li")).ToHaveCountAsync(3);
        await Assertions.Expect(letters.Locator("li").First).ToContainTextAsync(reason);
        await Assertions.Expect(letters.Locator(".raw").First).ToHaveTextAsync("<img src=x onerror=\"document.title='gone'\">⟨U+202E⟩⟨U+0001⟩{\"asset\":1}");
        await Assertions.Expect(letters.Locator("img")).ToHaveCountAsync(0);
        (await page.TitleAsync()).Should().NotContain("gone");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(isPhone ? 390 : 1440);

        await page.Keyboard.PressAsync("Escape");
        await section.GetByRole(AriaRole.Button, new() { Name = unknown }).ClickAsync();
        await Assertions.Expect(page.Locator(".detail h2")).ToHaveTextAsync(unknown);
        await Assertions.Expect(page.Locator(".detail .letters")).ToContainTextAsync(otherReason);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".detail .letters")).ToContainTextAsync(otherReason);
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_keyboard_opens_a_sender_shows_the_whole_of_a_long_message_and_folds_the_section_for_good()
    {
        await using var scene = await Scene.Start();
        Fill(scene);
        scene.Refuse(Scene.Unusable(Truck, 1, ("the value is not valid JSON (line 1, byte 1)", new string('x', 1_990) + "the end")));
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        await page.Locator("[data-sender]").WaitForAsync();

        // Ahead of the map, behind the alerts.
        await page.Locator(".filters input[type=search]").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".unusable h3 button")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        var raw = page.Locator(".letters .raw");
        await Assertions.Expect(raw).ToContainTextAsync("xxx …");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all of it" }).PressAsync("Enter");
        await Assertions.Expect(raw).ToContainTextAsync("xxxthe end");

        await page.Locator(".unusable h3 button").PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-sender]")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".unusable h3 button")).ToHaveAttributeAsync("aria-expanded", "false");
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_device_that_has_sent_nothing_else_has_its_messages_shown_all_the_same()
    {
        await using var scene = await Scene.Start();
        scene.Refuse(Scene.Unusable("seal/VN0000009", 7, ("event is missing: one of sealed, opened", "{\"batteryPct\":81}")));
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key);
        await visit.Page.Locator("[data-sender='seal/VN0000009']").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".detail")).ToContainTextAsync("Nothing was ever heard of it.");
        await Assertions.Expect(visit.Page.Locator(".detail .letters li")).ToContainTextAsync("event is missing");
        await Assertions.Expect(visit.Page.Locator(".detail .raw")).ToHaveTextAsync("{\"batteryPct\":81}");
        visit.Complaints.Should().OnlyContain(c => c.Contains("404"), "the browser tells that nobody knows the device");
    }

    [Fact]
    public async Task They_are_asked_for_again_while_somebody_looks_and_only_then()
    {
        await using var scene = await Scene.Start();
        Fill(scene);
        await using var visit = await browser.Open(scene.Api.Address);
        var page = visit.Page;
        var asked = Asked(page);
        await page.Clock.InstallAsync();
        await visit.SignIn(Scene.Key);
        await page.GetByText("Nothing needs you now.").WaitForAsync();
        await Eventually.True(() => Task.FromResult(asked.Count == 1), "it is asked once the list is seen");
        await Assertions.Expect(page.Locator(".unusable h3")).ToHaveCountAsync(0);

        scene.Refuse(Scene.Unusable(Truck, 1, ("lat 123 is outside -90..90", "{}")));
        await page.Clock.RunForAsync(11_000);
        await Assertions.Expect(page.Locator(".unusable li")).ToContainTextAsync("29H81000");
        asked.Count.Should().Be(2);

        // What the page learns next is shown; a failure takes nothing away.
        await page.RouteAsync("**/dead-letters**", route => route.AbortAsync());
        await page.Clock.RunForAsync(11_000);
        await Eventually.True(() => Task.FromResult(asked.Count == 3), "it is asked again");
        await Assertions.Expect(page.Locator(".unusable li")).ToContainTextAsync("29H81000");
        await page.UnrouteAsync("**/dead-letters**");

        await page.GetByRole(AriaRole.Button, new() { Name = "Shipments" }).First.ClickAsync();
        await page.Locator(".side .rows").WaitForAsync();
        await page.Clock.RunForAsync(25_000);
        asked.Count.Should().Be(3, "nobody looks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Alerts" }).First.ClickAsync();
        await Eventually.True(() => Task.FromResult(asked.Count == 4), "somebody looks again");
    }

    [Fact]
    public async Task Who_may_not_read_them_is_not_shown_the_section_and_the_page_does_not_ask()
    {
        await using var scene = await Scene.Start();
        Fill(scene);
        scene.Refuse(Scene.Unusable(Truck, 1, ("lat 123 is outside -90..90", "{}")));
        await using var visit = await browser.Open(scene.Api.Address);
        var asked = Asked(visit.Page);
        await visit.Page.Clock.InstallAsync();
        await visit.SignIn(await scene.Api.NewKey(Role.Carrier), "/assets/vehicle/29H81000");
        await visit.Page.Locator(".detail .facts").WaitForAsync();
        await visit.Page.Clock.RunForAsync(11_000);
        await Assertions.Expect(visit.Page.Locator(".unusable h3, .letters h3")).ToHaveCountAsync(0);
        asked.Should().BeEmpty();
        visit.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Where_they_are_refused_nothing_is_said_and_they_are_asked_for_once(int status)
    {
        await using var scene = await Scene.Start();
        Fill(scene);
        await using var visit = await browser.Open(scene.Api.Address);
        var asked = Asked(visit.Page);
        await visit.Page.Clock.InstallAsync();
        await visit.Page.RouteAsync("**/dead-letters**", route => route.FulfillAsync(new() { Status = status, Body = "{}" }));
        await visit.SignIn(Scene.Key);
        await Eventually.True(() => Task.FromResult(asked.Count == 1), "it is asked");
        await visit.Page.Clock.RunForAsync(25_000);
        await Assertions.Expect(visit.Page.Locator(".unusable h3")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator(".notice")).ToHaveCountAsync(0);
        asked.Count.Should().Be(1);
    }

    static ConcurrentQueue<string> Asked(IPage page)
    {
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/dead-letters", StringComparison.Ordinal)) asked.Enqueue(request.Url);
        };
        return asked;
    }

    static void Fill(Scene scene)
    {
        scene.Move("29H81000", 21.2, 106.2, shipment: "2026-000123");
        scene.Ship("2026-000123", "29H81000", "VN0012345");
    }
}
