namespace ShipmentTracker.Domain.Tests.Assets;

public sealed class AlertHandlingTests
{
    static readonly Rule Breach = Rule.SealBreach;
    static readonly Told Acknowledged = new("acknowledged", Breach.Name, 2);
    static readonly Told Closed = new("closed", Breach.Name, 3);

    static Scenario CutSeal() => Given(Seal, OnDuty(noRoute: true)).When(SealSays(SealEvent.Cut, 1)).Then(Raised(Breach, 1));

    [Fact]
    public void Acknowledges_with_who_and_why() =>
        CutSeal().WhenAcknowledged(Breach, 2).Then(Acknowledged)
            .And(s => s.OnlyAlert.Status.Should().Be(AlertStatus.Acknowledged))
            .And(s => s.OnlyAlert.IsOpen.Should().BeTrue())
            .And(s => s.OnlyAlert.Acknowledged.Should().Be(new Handling(Minute(2), "officer", "noted")));

    [Fact]
    public void Acknowledging_again_changes_nothing() =>
        CutSeal().WhenAcknowledged(Breach, 2).WhenAcknowledged(Breach, 5).Then(Acknowledged).And(s => s.Last.Rejection.Should().BeNull());

    [Fact]
    public void Closes_open_and_acknowledged_alerts() =>
        CutSeal().WhenAcknowledged(Breach, 2).WhenClosed(Breach, 3).Then(Acknowledged, Closed).And(s => s.OnlyAlert.Status.Should().Be(AlertStatus.Closed));

    [Fact]
    public void Closing_again_changes_nothing() => CutSeal().WhenClosed(Breach, 3).WhenClosed(Breach, 4).Then(Closed);

    [Fact]
    public void A_closed_alert_cannot_be_acknowledged() =>
        CutSeal().WhenClosed(Breach, 3).Then(Closed).WhenAcknowledged(Breach, 4).ThenRefused(RejectionKind.Conflict, "status");

    [Fact]
    public void What_is_not_there_cannot_be_handled() =>
        CutSeal().WhenAcknowledged(Breach, 2, id: "no-such").ThenRefused(RejectionKind.NotFound, "id")
            .WhenClosed(Breach, 2, id: "no-such").ThenRefused(RejectionKind.NotFound, "id");

    [Fact]
    public void A_cleared_alert_can_still_be_closed() =>
        Given(Truck, OnDuty()).When(Fix(1, 600), Fix(2, 600), Fix(3), Fix(4)).WhenClosed(Rule.RouteDeviation, 5)
            .And(s => s.OnlyAlert.Status.Should().Be(AlertStatus.Closed));

    [Fact]
    public void A_condition_that_goes_on_after_an_officer_closed_its_alert_raises_no_second_one() =>
        Given(Truck, OnDuty()).When(Fix(1, 600), Fix(2, 600)).WhenClosed(Rule.RouteDeviation, 3).When(Fixes(4, 9, offM: 600))
            .Then(Raised(Rule.RouteDeviation, 2), new Told("closed", Rule.RouteDeviation.Name, 3))
            .When([.. Fixes(10, 11), .. Fixes(12, 13, offM: 600)]).Then(Cleared(Rule.RouteDeviation, 11), Raised(Rule.RouteDeviation, 13));
}
