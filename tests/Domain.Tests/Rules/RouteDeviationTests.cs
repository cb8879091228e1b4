namespace ShipmentTracker.Domain.Tests.Rules;

public sealed class RouteDeviationTests
{
    static readonly Rule Deviation = Rule.RouteDeviation;

    [Fact]
    public void Raises_a_deviation_after_two_fixes_outside() =>
        Given(Truck, OnDuty())
            .When(Fix(1), Fix(2, offM: 600)).ThenNoAlert()
            .When(Fix(3, offM: 700)).Then(Raised(Deviation, 3))
            .And(s => s.OnlyAlert.Evidence.Select(e => e.What).Should().Equal("600 m from the route", "700 m from the route"))
            .And(s => s.OnlyAlert.Message.Should().Be("Left the corridor: 700 m from the route, tolerance 500 m"))
            .And(s => s.OnlyAlert.Shipment.Should().Be(Shipment));

    [Fact]
    public void Does_not_raise_for_a_single_stray_fix() =>
        Given(Truck, OnDuty()).When(Fix(1), Fix(2, offM: 2000), Fix(3), Fix(4, offM: 2000), Fix(5)).ThenNoAlert();

    [Fact]
    public void Raises_one_deviation_however_long_it_lasts() =>
        Given(Truck, OnDuty()).When(Fixes(1, 10, offM: 900)).Then(Raised(Deviation, 2));

    [Fact]
    public void Is_over_after_two_fixes_within_four_fifths_of_the_tolerance() =>
        Given(Truck, OnDuty()).When(Fix(1, 600), Fix(2, 600)).Then(Raised(Deviation, 2))
            .When(Fix(3, 399)).ThenNoAlert()
            .When(Fix(4, 399)).Then(Cleared(Deviation, 4))
            .And(s => s.OnlyAlert.Status.Should().Be(AlertStatus.Cleared));

    [Fact]
    public void Drift_between_four_fifths_and_the_whole_tolerance_neither_raises_nor_clears() =>
        Given(Truck, OnDuty()).When(Fixes(1, 10, offM: 450)).ThenNoAlert()
            .When(Fix(11, 600), Fix(12, 450), Fix(13, 600), Fix(14, 450)).ThenNoAlert()
            .When(Fix(15, 600), Fix(16, 600)).Then(Raised(Deviation, 16))
            .When(Fixes(17, 30, offM: 450)).ThenNoAlert()
            .When(Fix(31, 390), Fix(32, 450), Fix(33, 390)).ThenNoAlert()
            .When(Fix(34, 390)).Then(Cleared(Deviation, 34));

    [Fact]
    public void A_fix_outside_interrupts_the_way_back() =>
        Given(Truck, OnDuty()).When(Fix(1, 600), Fix(2, 600), Fix(3), Fix(4, 600), Fix(5)).Then(Raised(Deviation, 2))
            .When(Fix(6)).Then(Cleared(Deviation, 6));

    [Fact]
    public void A_second_deviation_is_a_second_alert() =>
        Given(Truck, OnDuty()).When([Fix(1, 600), Fix(2, 600), Fix(3), Fix(4), Fix(5, 600), Fix(6, 600)])
            .Then(Raised(Deviation, 2), Cleared(Deviation, 4), Raised(Deviation, 6))
            .And(s => s.Alerts.Select(a => a.Id).Should().OnlyHaveUniqueItems());

    [Fact]
    public void Fixes_less_accurate_than_half_the_tolerance_prove_nothing() =>
        Given(Truck, OnDuty())
            .When(Fix(1, 2000, accuracyM: 251), Fix(2, 2000, accuracyM: 251), Fix(3, 2000, accuracyM: 400)).ThenNoAlert()
            .When(Fix(4, 2000, accuracyM: 250), Fix(5, 2000, accuracyM: 999), Fix(6, 2000, accuracyM: 250)).Then(Raised(Deviation, 6));

    [Fact]
    public void An_implausible_fix_neither_begins_nor_continues_a_deviation() =>
        Given(Truck, OnDuty())
            .When(Fix(1), Fix(2, 100_000), Fix(3, 600), Fix(4, 100_000), Fix(5))
            .Then(Raised(Rule.ImplausibleMovement, 2), Cleared(Rule.ImplausibleMovement, 3), Raised(Rule.ImplausibleMovement, 4), Cleared(Rule.ImplausibleMovement, 5));

    [Fact]
    public void Is_not_judged_without_a_duty_or_without_a_route() =>
        Given(Truck).When(Fixes(1, 5, offM: 5000)).ThenNoAlert()
            .And(_ => Given(Truck, OnDuty(noRoute: true)).When(Fixes(1, 5, offM: 5000)).ThenNoAlert());

    [Fact]
    public void Fixes_from_before_the_duty_do_not_count() =>
        Given(Truck, OnDuty(since: 3)).When(Fixes(0, 2, offM: 600)).ThenNoAlert()
            .When(Fix(3, 600)).ThenNoAlert()
            .When(Fix(4, 600)).Then(Raised(Deviation, 4));

    [Fact]
    public void The_release_ends_a_deviation() =>
        Given(Truck, OnDuty()).When(Fix(1, 600), Fix(2, 600)).Then(Raised(Deviation, 2))
            .When(Release(at: 3), minute: 3).Then(LeftDuty, Cleared(Deviation, 3))
            .When(Fixes(4, 9, offM: 600)).ThenNoAlert();

    [Fact]
    public void A_fix_from_before_the_release_that_comes_after_it_is_still_judged() =>
        Given(Truck, OnDuty()).When(Fix(1, 600)).When(Release(at: 3), minute: 3).Then(LeftDuty)
            .When(Fix(2, 600, received: 4)).Then(Raised(Deviation, 2), Cleared(Deviation, 3));

    [Fact]
    public void The_next_duty_begins_with_no_fix_outside() =>
        Given(Truck, OnDuty()).When(Fix(1, 600)).When(Release(at: 2), 2).When(Departure(at: 2.5, shipment: "2026-000124"), 2.5)
            .Then(LeftDuty, TookDuty)
            .When(Fix(3, 600)).ThenNoAlert()
            .When(Fix(4, 600)).Then(Raised(Deviation, 4))
            .And(s => s.OnlyAlert.Shipment.Should().Be("2026-000124"));

    [Fact]
    public void A_deviation_does_not_end_by_being_far_away_at_the_next_duty() =>
        Given(Truck, OnDuty()).When(Fix(1, 600), Fix(2, 600)).When(Release(at: 3), 3).When(Departure(at: 3, shipment: "2026-000124"), 3)
            .Then(Raised(Deviation, 2), LeftDuty, Cleared(Deviation, 3), TookDuty)
            .When(Fix(4, 600), Fix(5, 600)).Then(Raised(Deviation, 5));

    [Fact]
    public void A_container_that_sends_fixes_is_judged_by_its_route_too() =>
        Given(Box, OnDuty()).When(Fix(1, 600), Fix(2, 600)).Then(Raised(Deviation, 2));

    [Fact]
    public void An_open_deviation_outlasts_any_number_of_readings() =>
        Given(Truck, OnDuty()).WhenOneByOne([Fix(0.1, 600), .. Fixes(1, 190, offM: 600)]).Then(Raised(Deviation, 1))
            .When(Fix(191), Fix(192)).Then(Cleared(Deviation, 192));
}
