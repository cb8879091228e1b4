using Microsoft.Playwright;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Dashboard.Tests.Support;

namespace ShipmentTracker.Dashboard.Tests;

[Collection(InBrowser.Name)]
public sealed class LiveTests(Browser browser)
{
    [Theory]
    [InlineData("", "#map=11/")]
    [InlineData("#map=6/16.5/107.1", "#map=6/16.5/107.1$")]
    public async Task A_link_that_does_not_say_where_to_look_leads_to_what_it_opens(string place, string expected)
    {
        await using var scene = await Scene.Start();
        scene.Ship("2026-000123", "29H81000", "VN0012345");
        var cut = Scene.Alert("seal/VN0012345", "seal-breach", AlertSeverity.Critical, "Seal cut");
        await scene.Raise(cut);
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key, $"/alerts/{cut.Id}{place}");
        await visit.MapIsDrawn();
        await Assertions.Expect(visit.Page.GetByText("What it rests on")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(expected));
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task An_alert_appears_by_itself_is_announced_taken_on_and_closed_with_a_note()
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        await visit.MapIsDrawn();

        var cut = Scene.Alert("seal/VN0012345", "seal-breach", AlertSeverity.Critical, "Seal cut");
        await scene.Raise(cut);

        var row = page.Locator($"[data-alert='{cut.Id}']");
        await Assertions.Expect(row).ToContainTextAsync("Seal breach");
        await Assertions.Expect(page.Locator("[aria-live=assertive]")).ToContainTextAsync("Critical alert: Seal breach, seal/VN0012345. Seal cut");
        await row.Locator(".open").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/alerts/{cut.Id}"));
        await visit.MapIsDrawn();

        await page.Keyboard.PressAsync("a");
        await Assertions.Expect(row).ToContainTextAsync("Acknowledged");
        await page.Keyboard.PressAsync("c");
        await page.GetByLabel("Note").FillAsync("Seal replaced, cargo complete");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close alert" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice").Last).ToContainTextAsync("Closed.");

        var handled = scene.Api.Cluster.Assets[cut.Asset].Handled;
        handled.Select(h => h.Note).Should().Equal(null, "Seal replaced, cargo complete");
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_keyboard_alone_signs_in_opens_acknowledges_closes_and_goes_back()
    {
        await using var scene = await Scene.Start();
        await Fill(scene);
        var cut = Scene.Alert("seal/VN0012345", "seal-breach", AlertSeverity.Critical, "Seal cut");
        await scene.Raise(cut);
        await using var visit = await browser.Open(scene.Api.Address);
        var page = visit.Page;
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("#key")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Scene.Key);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".side .alert").First.WaitForAsync();

        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator($"[data-alert='{cut.Id}'] .open")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".detail h2")).ToHaveTextAsync("Seal breach");
        await page.Keyboard.PressAsync("a");
        await Assertions.Expect(page.Locator(".detail")).ToContainTextAsync("Acknowledged by");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.GetByLabel("Note")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Checked on the road");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".detail")).ToContainTextAsync("Checked on the road");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".detail")).ToHaveCountAsync(0);
        scene.Api.Cluster.Assets[cut.Asset].Handled.Select(h => h.Note).Should().Equal(null, "Checked on the road");
        visit.Complaints.Should().BeEmpty();
    }

    static async Task Fill(Scene scene)
    {
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            var (lat, lon) = i % 2 == 0 ? (21.0 + random.NextDouble(), 106.0 + random.NextDouble() * 0.9) : (16.0 + random.NextDouble(), 107.0 + random.NextDouble());
            scene.Move($"29H{81000 + i}", lat, lon, i % 4 == 0 ? 0 : 45, random.Next(360), $"2026-{i:000000}", i % 9 == 0 ? DateTimeOffset.UtcNow.AddMinutes(-40) : null);
        }

        scene.Ship("2026-000123", "29H81000", "VN0012345");
        await scene.Raise(Scene.Alert("vehicle/29H81002", "route-deviation", AlertSeverity.Warning, "Left the corridor: 2.3 km from the route, tolerance 500 m", "2026-000002", at: DateTimeOffset.UtcNow.AddMinutes(-3)));
        await scene.Raise(Scene.Alert("vehicle/29H81009", "signal-lost", AlertSeverity.Warning, "Nothing heard for 15 min", "2026-000009", at: DateTimeOffset.UtcNow.AddMinutes(-25)));
        await scene.Raise(Scene.Alert("vehicle/29H81004", "route-deviation", AlertSeverity.Warning, "Left the corridor: 800 m from the route, tolerance 500 m", "2026-000004", at: DateTimeOffset.UtcNow.AddMinutes(-80), late: true));
    }
}
