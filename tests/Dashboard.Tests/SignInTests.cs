using Microsoft.Playwright;
using ShipmentTracker.Dashboard.Tests.Support;

namespace ShipmentTracker.Dashboard.Tests;

[Collection(InBrowser.Name)]
public sealed class SignInTests(Browser browser)
{
    [Fact]
    public async Task A_wrong_key_is_refused_in_words_and_the_right_one_opens_the_desk()
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.Page.GotoAsync("/");

        await visit.Page.GetByLabel("API key").FillAsync("not-the-key");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("This key is not known.");

        await visit.Page.GetByLabel("API key").FillAsync(Scene.Key);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.GetByText("Nothing needs you now.")).ToBeVisibleAsync();

        // Reloading keeps the session; another tab has none.
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.GetByText("Nothing needs you now.")).ToBeVisibleAsync();
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync("/shipments/2026-000123");
        await Assertions.Expect(other.GetByLabel("API key")).ToBeVisibleAsync();
        (await visit.Page.EvaluateAsync<string>("JSON.stringify(localStorage)")).Should().NotContain(Scene.Key);
    }

    [Fact]
    public async Task The_first_load_is_under_a_megabyte_and_asks_nobody_outside()
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address);
        var sizes = await Transferred(visit);
        await visit.SignIn(Scene.Key);
        await visit.MapIsDrawn();

        sizes.Sum().Should().BeInRange(300_000, 1_000_000);
        visit.Outside.Should().BeEmpty();
        visit.Complaints.Should().BeEmpty();
    }

    static async Task<List<long>> Transferred(Visit visit)
    {
        var sizes = new List<long>();
        var network = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await network.SendAsync("Network.enable");
        network.Event("Network.loadingFinished").OnEvent += (_, finished) =>
        {
            lock (sizes) sizes.Add((long)finished!.Value.GetProperty("encodedDataLength").GetDouble());
        };
        return sizes;
    }
}
