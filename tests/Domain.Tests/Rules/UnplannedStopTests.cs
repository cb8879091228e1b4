using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Domain.Tests.Rules;

public sealed class UnplannedStopTests
{
    static readonly Rule Stop = Rule.UnplannedStop;

    [Fact]
    public void Raises_an_alert_when_it_has_stood_for_the_limit() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When([Fix(1), .. Standing(2, 11)]).ThenNoAlert()
            .When(Fix(12, km: 2)).Then(Raised(Stop, 12))
            .And(s => s.OnlyAlert.Message.Should().Be("Stopped for 10 min where it may not"))
            .And(s => s.OnlyAlert.Evidence.Select(e => (e.At, e.What)).Should().Equal((Minute(2), "came to a stop"), (Minute(12), "still there")))
            .And(s => s.OnlyAlert.Shipment.Should().Be(Shipment));

    [Fact]
    public void Raises_one_alert_however_long_it_stands() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When(Standing(2, 60)).Then(Raised(Stop, 12));

    [Fact]
    public void Is_over_after_two_fixes_away_from_the_place() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When(Standing(2, 12)).Then(Raised(Stop, 12))
            .When(Fix(13, km: 2.5)).ThenNoAlert()
            .When(Fix(14, km: 3)).Then(Cleared(Stop, 14));

    [Fact]
    public void A_single_stray_fix_neither_interrupts_nor_ends_a_stop() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When([.. Standing(2, 6), Fix(7, km: 2.4), .. Standing(8, 12)]).Then(Raised(Stop, 12))
            .When(Fix(13, km: 2.4), Fix(14, km: 2), Fix(15, km: 2.4), Fix(16, km: 2)).ThenNoAlert();

    [Fact]
    public void What_a_receiver_drifts_while_it_stands_is_no_way() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When([.. Enumerable.Range(0, 11).Select(m => Fix(m, km: 2, offM: m % 3 * 45))]).Then(Raised(Stop, 10));

    [Fact]
    public void What_a_receiver_wanders_after_braking_does_not_end_a_stop() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When([Fix(0, km: 1.91), .. Standing(1, 10)]).Then(Raised(Stop, 10))
            .When(Fix(11, km: 2.04), Fix(12, km: 2.05), Fix(13, km: 2.02), Fix(14, km: 2.05)).ThenNoAlert()
            .When(Fix(15, km: 2.2), Fix(16, km: 2.05), Fix(17, km: 3)).Then(Cleared(Stop, 17));

    [Fact]
    public void Slow_traffic_is_no_stop() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When([.. Enumerable.Range(0, 60).Select(m => Fix(m, km: 2 + (m * 0.02)))]).ThenNoAlert();

    [Fact]
    public void One_stop_after_another_is_two_alerts() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When([.. Standing(0, 10), Fix(11, km: 3), Fix(12, km: 4), .. Standing(13, 30, km: 5)])
            .Then(Raised(Stop, 10), Cleared(Stop, 12), Raised(Stop, 23))
            .And(s => s.Alerts.Select(a => a.Id).Should().OnlyHaveUniqueItems());

    [Fact]
    public void May_stand_in_a_stop_zone_and_at_its_edge() =>
        Given(Truck, OnDuty(route: RoadWith(Area(ZoneKind.Stop, 2, 3)), stopMinutes: 10)).When([.. Standing(0, 30, km: 2.5), .. Standing(32, 60, km: 3.09)]).ThenNoAlert()
            .When(Standing(62, 80, km: 3.3)).Then(Raised(Stop, 72));

    [Fact]
    public void May_stand_at_both_ends_of_its_route() =>
        Given(Truck, OnDuty(route: new PlannedRoute([At(0), At(20)], 50), stopMinutes: 10))
            .When([.. Standing(0, 30, km: 0.45), .. Standing(60, 90, km: 19.6)]).ThenNoAlert();

    [Fact]
    public void A_prohibited_zone_is_no_place_to_stop() =>
        Given(Truck, OnDuty(route: RoadWith(Area(ZoneKind.Prohibited, 20, 30)), stopMinutes: 10)).When(Standing(2, 12)).Then(Raised(Stop, 12));

    [Fact]
    public void Is_not_judged_without_a_limit() => Given(Truck, OnDuty()).When(Standing(0, 300)).ThenNoAlert();

    [Fact]
    public void Fixes_that_are_not_accurate_prove_nothing() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When([.. Enumerable.Range(0, 30).Select(m => Fix(m, km: 2, accuracyM: 101))]).ThenNoAlert();

    [Fact]
    public void Standing_before_the_departure_does_not_count() =>
        Given(Truck, OnDuty(since: 9, stopMinutes: 10)).When(Standing(0, 18)).ThenNoAlert().When(Standing(19, 19)).Then(Raised(Stop, 19));

    [Fact]
    public void Late_fixes_that_show_it_was_away_take_the_alert_back() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When(Fix(0, km: 2), Fix(10, km: 2)).Then(Raised(Stop, 10))
            .When(Fix(4, km: 6, received: 11), Fix(5, km: 6, received: 11)).Then(TakenBack(Stop, 10));

    [Fact]
    public void The_release_ends_it() =>
        Given(Truck, OnDuty(stopMinutes: 10)).When(Standing(2, 12)).Then(Raised(Stop, 12))
            .When(Release(at: 13), minute: 13).Then(LeftDuty, Cleared(Stop, 13));

    static PositionReading[] Standing(int from, int to, double km = 2) => [.. Enumerable.Range(from, to - from + 1).Select(m => Fix(m, km: km, speedKph: 0))];
}
