using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ShipmentTracker.Cli.Simulation;
using ShipmentTracker.Dashboard.Tests.Support;
using ShipmentTracker.Integration.Tests.Product;

namespace ShipmentTracker.Dashboard.Tests;

/// <summary>An officer's first minutes with the whole product and its demo.</summary>
[Collection(WithTheProduct.Name)]
public sealed class ProductTests(Browser browser)
{
    const int StoredFixes = 360;

    [Fact]
    public async Task The_demos_incidents_are_seen_handled_and_looked_back_at()
    {
        await using var product = await RunningProduct.Start();
        using var over = new CancellationTokenSource();
        using var words = new StringWriter(CultureInfo.InvariantCulture);
        var driving = Simulator.RunAsync(
            new SimulationOptions
            {
                Api = product.ApiProcess.Address,
                ApiKey = product.ApiKey,
                Kafka = product.Broker.Bootstraps,
                SamplesFolder = Path.Combine(Checkout.Root, "samples"),
                Trucks = 16,
                Seed = 11,
            },
            TextWriter.Synchronized(words),
            over.Token);
        try
        {
            await using var visit = await browser.Open(product.ApiProcess.Address);
            await visit.SignIn(product.ApiKey);
            await Watch(product, visit);
        }
        finally
        {
            await over.CancelAsync();
            await driving.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    static async Task Watch(RunningProduct product, Visit visit)
    {
        var page = visit.Page;

        // The cut seal comes by itself; nobody has to look for it.
        var cut = Row(page, "Seal breach");
        await Assertions.Expect(cut).ToContainTextAsync("Seal cut", Within(120));
        await Assertions.Expect(page.Locator("[aria-live=assertive]")).ToContainTextAsync("Seal breach");
        await visit.MapIsDrawn();
        await visit.Screenshot("overview");
        await cut.Locator(".open").ClickAsync();
        var breach = await Alert(product, "seal-breach");
        var raisedAt = DateTimeOffset.Parse((string)breach["raisedAt"]!, CultureInfo.InvariantCulture);
        var departedAt = DateTimeOffset.Parse((string)(await product.Get($"shipments/{breach["shipment"]}"))!["departedAt"]!, CultureInfo.InvariantCulture);
        await visit.MapIsDrawn();
        await page.GetByText("Replay the minute before").WaitForAsync();
        await visit.Screenshot("alert");
        await page.Keyboard.PressAsync("a");
        await Assertions.Expect(cut).ToContainTextAsync("Acknowledged");

        // The truck that leaves its corridor, the one that falls silent.
        await HandleWarning(product, visit, "route-deviation", "Off route", "Driver called: a detour around an accident");
        await HandleWarning(product, visit, "signal-lost", "Signal lost", "Carrier asked to stop and look after the tracker");

        // The shipment tells its story in words, with charts.
        await cut.Locator(".open").ClickAsync();
        await page.Locator(".detail").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^20\\d\\d-\\d+$") }).ClickAsync();
        await Assertions.Expect(page.Locator(".assets")).ToContainTextAsync("Cut");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show on the map" }).ClickAsync();
        await Assertions.Expect(page.Locator("canvas.maplibregl-canvas")).ToHaveAttributeAsync("data-zones", new Regex("\"prohibited .+\"stop "));
        await Assertions.Expect(page.Locator(".notice")).ToHaveCountAsync(0);
        await visit.MapIsDrawn();
        await visit.Screenshot("shipment");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Timeline" }).ClickAsync();
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync("Shipment registered");
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync("Departed");
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync("Alert: Seal breach");
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync("Alert acknowledged");
        await visit.Screenshot("timeline");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Charts" }).ClickAsync();
        await Assertions.Expect(page.Locator(".chart").First).ToContainTextAsync("Speed");
        await visit.Screenshot("charts");

        // The minute before it happened: the seal was whole, and then it was not.
        await page.GetByRole(AriaRole.Button, new() { Name = "Alerts" }).First.ClickAsync();
        await Row(page, "Seal breach").Locator(".open").ClickAsync();
        await page.GetByText("Replay the minute before").ClickAsync();
        var seal = page.Locator(".assets li", new() { HasText = "Seal" }).First;
        var slider = page.GetByRole(AriaRole.Slider, new() { Name = "Moment" });
        await Assertions.Expect(slider).ToHaveAttributeAsync("aria-valuetext", Local(new[] { raisedAt.AddMinutes(-1), departedAt }.Max()));
        await slider.FillAsync(Milliseconds(raisedAt.AddSeconds(-5)));
        await Assertions.Expect(page.Locator(".side")).ToContainTextAsync("No alert was open at this moment.");
        await slider.FillAsync(Milliseconds(raisedAt.AddSeconds(5)));
        await Assertions.Expect(page.Locator(".side .rows")).ToContainTextAsync("Seal breach");
        await Assertions.Expect(page.Locator(".assets .seal-cut")).ToHaveCountAsync(1);
        await seal.WaitForAsync();
        await visit.MapIsDrawn();
        await visit.Screenshot("replay");

        // A link to the moment shows the moment again.
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/replay/.+at="));
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".side .rows")).ToContainTextAsync("Seal breach");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByText("Replay the minute before")).ToBeVisibleAsync();

        // Done with it.
        await page.Keyboard.PressAsync("c");
        await page.GetByLabel("Note").FillAsync("Patrol met the truck, seal replaced");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close alert" }).ClickAsync();
        await Assertions.Expect(page.Locator(".detail")).ToContainTextAsync("Patrol met the truck, seal replaced");
        await Eventually.True(async () => (string?)(await Alert(product, "seal-breach"))["closed"]?["note"] == "Patrol met the truck, seal replaced", "the breach is closed with the note");

        await LateHour(product, visit);
        await Garbage(product, visit);

        // And who did all that can be read.
        await page.GotoAsync("/admin/audit");
        await Assertions.Expect(page.Locator("[data-act]").Filter(new() { HasText = "AcknowledgeAlert" }).First).ToContainTextAsync("administrator");
        await Assertions.Expect(page.Locator("[data-act]").Filter(new() { HasText = "CloseAlert" })).ToHaveCountAsync(3);

        visit.Complaints.Should().BeEmpty();
        visit.Outside.Should().BeEmpty();
    }

    static async Task HandleWarning(RunningProduct product, Visit visit, string rule, string title, string note)
    {
        var page = visit.Page;
        var row = Row(page, title);
        await Assertions.Expect(row).ToBeVisibleAsync(Visible(120));
        await row.Locator(".open").ClickAsync();
        await Assertions.Expect(page.Locator(".detail h2")).ToHaveTextAsync(title);
        await page.Locator(".detail").GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Assertions.Expect(page.Locator(".detail")).ToContainTextAsync("Acknowledged by");
        await page.Locator(".detail").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Close …") }).ClickAsync();
        await page.GetByLabel("Note").FillAsync(note);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close alert" }).ClickAsync();
        await Assertions.Expect(page.Locator(".detail")).ToContainTextAsync(note);
        await Assertions.Expect(page.Locator(".side .alert").Filter(new() { HasText = title })).ToHaveCountAsync(0);

        // The lists follow the history by moments.
        await Eventually.True(
            async () => await Alert(product, rule) is var alert && alert["acknowledged"] is not null && (string?)alert["closed"]?["note"] == note, $"{rule} is acknowledged and closed with the note");
    }

    // The truck that sends garbage among its good messages drives on as if nothing were: no alert tells of it, and yet it is seen from the first view.
    static async Task Garbage(RunningProduct product, Visit visit)
    {
        var page = visit.Page;

        // The demo numbers its trucks in their plates; the fifth is the one.
        var plate = (await product.Get("shipments?take=100"))!["items"]!.AsArray().Select(s => (string)s!["vehicle"]!).OrderBy(p => p[^5..]).ElementAt(4);
        await page.GotoAsync("/");
        await page.Locator(".connection.live").WaitForAsync();
        var sender = page.Locator($"[data-sender='vehicle/{plate}']");
        await Assertions.Expect(sender).ToContainTextAsync("32 in all", Within(60));
        await Assertions.Expect(page.Locator(".unusable li")).ToHaveCountAsync(1);
        await sender.ClickAsync();
        var letters = page.Locator(".detail .letters");
        await Assertions.Expect(letters.Locator(".facts")).ToContainTextAsync("32");

        // Of the 24 on the topic of positions the newest 20 are kept, and all 8 of the others.
        await Assertions.Expect(letters.Locator("li")).ToHaveCountAsync(28);

        // The last of the script, and one that is no JSON at all.
        await Assertions.Expect(letters.Locator("li").First).ToContainTextAsync("There is no sensor value");
        await Assertions.Expect(letters.Locator("li").First.Locator(".raw")).ToContainTextAsync("\"asset\":\"container/");
        await Assertions.Expect(letters.Locator("li").Filter(new() { HasText = "$GPRMC" }).First).ToContainTextAsync("Not valid JSON");
        await visit.MapIsDrawn();
        await visit.Screenshot("unusable");

        await page.Locator(".detail .facts").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(page.Locator(".assets li", new() { HasText = plate })).ToContainTextAsync(new Regex("(now|[0-9] s)$"));
        await Assertions.Expect(page.Locator(".life .done")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Timeline" }).ClickAsync();
        await Assertions.Expect(page.Locator(".story")).ToContainTextAsync("Departed");
        await Assertions.Expect(page.Locator(".story")).Not.ToContainTextAsync("Alert");
    }

    // The hour that a truck's devices had stored: told now it is there, told as known then it was not.
    static async Task LateHour(RunningProduct product, Visit visit)
    {
        var page = visit.Page;
        var (shipment, at) = await LateShipment(product);
        await page.GotoAsync($"/replay/{shipment}?at={at:yyyy-MM-ddTHH:mm:ssZ}&known=then");
        var vehicle = page.Locator(".assets li").First;
        await Assertions.Expect(vehicle).ToContainTextAsync("Nothing was known of it then.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Known now" }).ClickAsync();
        await Assertions.Expect(vehicle).ToContainTextAsync("ago");
        await visit.MapIsDrawn();
        await visit.Screenshot("replay-late");
    }

    static async Task<(string Shipment, DateTimeOffset At)> LateShipment(RunningProduct product)
    {
        (string, DateTimeOffset)? found = null;
        await Eventually.True(
            async () =>
            {
                foreach (var shipment in (await product.Get("shipments?take=100"))!["items"]!.AsArray())
                {
                    var readings = (await product.Get($"history/vehicle/{shipment!["vehicle"]}/readings"))?.AsArray();
                    if (readings is not { Count: > StoredFixes }) continue;
                    found = ((string)shipment["id"]!, DateTimeOffset.Parse((string)readings[100]!["at"]!, CultureInfo.InvariantCulture));
                    return true;
                }

                return false;
            },
            "the stored hour is in", 120);
        return found!.Value;
    }

    static ILocator Row(IPage page, string rule) => page.Locator(".side .alert").Filter(new() { HasText = rule }).First;

    static async Task<JsonNode> Alert(RunningProduct product, string rule) => (await product.Get($"alerts?rule={rule}"))!["items"]!.AsArray().Single()!;

    static string Milliseconds(DateTimeOffset at) => (at.ToUnixTimeSeconds() * 1000).ToString(CultureInfo.InvariantCulture);

    static string Local(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    static LocatorAssertionsToContainTextOptions Within(int seconds) => new() { Timeout = seconds * 1000 };

    static LocatorAssertionsToBeVisibleOptions Visible(int seconds) => new() { Timeout = seconds * 1000 };
}
