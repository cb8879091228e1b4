namespace ShipmentTracker.Domain.Tests.Assets;

public sealed class DutyTests
{
    static readonly Rule Deviation = Rule.RouteDeviation;

    static DateTimeOffset SinceOf(Scenario s) => s.History.OfType<DutyAssigned>().Last().Since;

    [Fact]
    public void Takes_a_duty() =>
        Given(Truck).When(Departure(at: 0), minute: 0).Then(TookDuty)
            .And(s => s.State.Facts.Duty.Should().BeEquivalentTo(new { Shipment, Until = (DateTimeOffset?)null, SilenceLimit = TimeSpan.FromMinutes(15) }));

    [Fact]
    public void A_repeat_for_the_same_shipment_changes_nothing() =>
        Given(Truck, OnDuty()).When(Departure(at: 5), 5).ThenNothing().And(s => s.Last.Rejection.Should().BeNull());

    [Fact]
    public void Refuses_a_second_shipment() =>
        Given(Truck, OnDuty()).When(Departure(at: 5, shipment: "2026-000124"), 5).ThenRefused(RejectionKind.Conflict, "asset")
            .And(s => s.Last.Rejection!.Errors.Single().Message.Should().Be("vehicle/29H81234 is already on shipment 2026-000123"));

    [Fact]
    public void A_release_from_another_shipment_changes_nothing() => Given(Truck, OnDuty()).When(Release(5, "2026-000124"), 5).ThenNothing();

    [Fact]
    public void A_release_off_duty_changes_nothing() => Given(Truck).When(Release(5), 5).ThenNothing();

    [Fact]
    public void Is_free_for_the_next_shipment_after_the_release() =>
        Given(Truck, OnDuty()).When(Release(5), 5).When(Departure(6, shipment: "2026-000124"), 6).Then(LeftDuty, TookDuty);

    [Fact]
    public void A_stated_departure_judges_from_then_on_what_is_known_already() =>
        Given(Truck).When([.. Fixes(1, 5), Fix(6, 600), Fix(7, 600)]).ThenNoAlert()
            .When(Departure(at: 4), minute: 20).Then(TookDuty, Raised(Deviation, 7, late: true))
            .And(s => SinceOf(s).Should().Be(Minute(4)));

    [Fact]
    public void A_stated_departure_does_not_judge_what_was_before_it() =>
        Given(Truck).When(Fixes(1, 5, offM: 600)).When(Departure(at: 5), minute: 6).Then(TookDuty)
            .When(Fix(7, 600)).Then(Raised(Deviation, 7));

    [Fact]
    public void A_departure_now_judges_only_what_is_not_known_yet() =>
        Given(Truck).When(Fixes(1, 5, offM: 600)).When(Departure(at: 6, stated: false), minute: 6).Then(TookDuty)
            .And(s => SinceOf(s).Should().Be(Minute(5).AddMilliseconds(1)))
            .When(Fix(5.5, 600, received: 7), Fix(5.8, 600, received: 7)).Then(Raised(Deviation, 5.8));

    [Fact]
    public void A_departure_now_of_an_asset_never_heard_of_judges_what_is_a_day_old() =>
        Given(Truck).When(Departure(at: 6, stated: false), minute: 6).And(s => SinceOf(s).Should().Be(Minute(6).AddDays(-1)));

    [Fact]
    public void A_departure_now_never_begins_later_than_it_was() =>
        Given(Truck).When(Fix(1.5, received: 0)).When(Departure(at: 1, stated: false), minute: 1).And(s => SinceOf(s).Should().Be(Minute(1)));

    [Fact]
    public void A_stated_departure_long_ago_judges_readings_that_are_no_longer_at_hand() =>
        Given(Truck).WhenOneByOne([.. Fixes(1, 5), Fix(6, 600), Fix(7, 600), .. Fixes(8, 400)]).ThenNoAlert()
            .And(s => AssetDecider.NeedsReadingsFrom(s.State, Departure(at: 4)).Should().Be(Minute(4)))
            .When(Departure(at: 4), minute: 401).Then(TookDuty, Raised(Deviation, 7, late: true), Cleared(Deviation, 9, late: true));

    [Fact]
    public void A_stated_release_long_ago_takes_back_what_was_judged_after_it() =>
        Given(Truck, OnDuty()).WhenOneByOne([.. Fixes(1, 40), .. Fixes(41, 42, offM: 600), .. Fixes(43, 400)])
            .Then(Raised(Deviation, 42), Cleared(Deviation, 44))
            .When(Release(at: 30), minute: 401).Then(LeftDuty, TakenBack(Deviation, 42));

    [Fact]
    public void Two_duties_are_told_apart_even_when_the_clock_stands_still() =>
        Given(Seal, OnDuty(since: 0, noRoute: true)).When(SealSays(SealEvent.Opened, 0.1)).Then(Raised(Rule.SealBreach, 0.1))
            .When(Release(0.2), 0).When(Departure(0.2, shipment: "2026-000124", route: []), 0).Then(LeftDuty, TookDuty)
            .When(SealSays(SealEvent.Opened, 0.3)).Then(Updated(Rule.SealBreach, 0.1))
            .And(s => s.History.OfType<DutyAssigned>().Select(d => d.RecordedAt).Should().OnlyHaveUniqueItems());

    [Fact]
    public void Duties_of_an_asset_that_sends_nothing_do_not_pile_up() =>
        Enumerable.Range(0, 100).Aggregate(Given(Box), (s, n) => s.When(Departure(n, shipment: $"2026-{n:000000}"), n).When(Release(n + 0.5, $"2026-{n:000000}"), n + 0.5))
            .And(s => s.State.Timeline.Mandate.Duties.Length.Should().BeLessThanOrEqualTo(8));
}
