using System.Globalization;
using Microsoft.Playwright;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Dashboard.Tests.Support;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Dashboard.Tests;

[Collection(InBrowser.Name)]
public sealed class ReplayTests(Browser browser)
{
    [Theory]
    [InlineData(20, 0)]
    [InlineData(300, 240)]
    public async Task The_minute_before_an_alert_begins_at_the_departure_at_the_earliest(int raisedAfterS, int beginsAfterS)
    {
        await using var scene = await Scene.Start();
        scene.Ship("2026-000123", "29H81000", "VN0012345");
        var departed = (await scene.Api.Cluster.Shipments["2026-000123"].GetInfo(default))!.DepartedAt!.Value;

        // Its devices reported before it left as well.
        scene.Api.History.Told["vehicle/29H81000"] =
            [.. Enumerable.Range(-60, 120).Select(i => departed.AddSeconds(10 * i)).Select(at => new ToldReading(at, at, "position", null) { Lat = 21, Lon = 106, SpeedKph = 30 })];
        var cut = Scene.Alert("seal/VN0012345", "seal-breach", AlertSeverity.Critical, "Seal cut", at: departed.AddSeconds(raisedAfterS));
        await scene.Raise(cut);
        scene.Api.History.Asset = scene.Api.Cluster.Assets[cut.Asset].Status;
        await using var visit = await browser.Open(scene.Api.Address);

        // Its history is asked for when the shipment itself is known.
        await visit.Page.RunAndWaitForRequestAsync(() => visit.SignIn(Scene.Key, $"/alerts/{cut.Id}"), new System.Text.RegularExpressions.Regex("/history/vehicle/29H81000/readings"));
        await visit.Page.GetByText("Replay the minute before").ClickAsync();

        var begins = departed.AddSeconds(beginsAfterS);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Slider, new() { Name = "Moment" }))
            .ToHaveAttributeAsync("aria-valuetext", begins.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture));
        visit.Complaints.Should().BeEmpty();
    }
}
