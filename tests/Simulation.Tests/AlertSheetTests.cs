using ShipmentTracker.Cli.Simulation;

namespace ShipmentTracker.Simulation.Tests;

public sealed class AlertSheetTests
{
    static readonly Expectation Deviation = new("leaves", ["vehicle/29C10001", "seal/VN0000001"], "vehicle/29C10001", "route-deviation", Clears: true);
    static readonly Expectation Nothing = new("the others", ["vehicle/29C10002"]);

    readonly AlertSheet _sheet = new([Deviation, Nothing]);

    [Fact]
    public void An_alert_that_is_to_clear_is_met_when_it_has_cleared()
    {
        _sheet.Take(Alert("1", "open"));
        _sheet.IsMet(Deviation).Should().BeFalse();

        _sheet.Take(Alert("1", "cleared"));
        _sheet.IsMet(Deviation).Should().BeTrue();
        _sheet.IsMet(Nothing).Should().BeTrue();
    }

    [Fact]
    public void One_alert_too_many_is_not_what_was_expected()
    {
        _sheet.Take(Alert("1", "cleared"));
        _sheet.Take(Alert("2", "open", asset: "seal/VN0000001", rule: "seal-silence"));
        _sheet.Take(Alert("3", "open", asset: "vehicle/29C10002"));

        _sheet.IsMet(Deviation).Should().BeFalse();
        _sheet.IsMet(Nothing).Should().BeFalse();
    }

    [Fact]
    public void The_same_alert_read_again_is_told_once()
    {
        _sheet.Take(Alert("1", "open")).Should().BeTrue();
        _sheet.Take(Alert("1", "cleared")).Should().BeTrue();
        _sheet.Take(Alert("1", "open")).Should().BeFalse();
        _sheet.IsMet(Deviation).Should().BeTrue();
    }

    [Fact]
    public void Alerts_of_other_peoples_assets_are_not_ours()
    {
        _sheet.IsOurs(Alert("9", "open", asset: "vehicle/51D99999")).Should().BeFalse();
        _sheet.Own(["vehicle/51D99999"]);
        _sheet.IsOurs(Alert("9", "open", asset: "vehicle/51D99999")).Should().BeTrue();
    }

    static AlertSeen Alert(string id, string status, string asset = "vehicle/29C10001", string rule = "route-deviation") =>
        new(id, rule, "warning", status, asset, "2026-000001", Demo.Start, status == "cleared" ? Demo.Start.AddMinutes(4) : null, false, "");
}
