namespace ShipmentTracker.Domain.Tests.Assets;

public sealed class LateReadingTests
{
    static readonly Rule Deviation = Rule.RouteDeviation;

    [Fact]
    public void Late_readings_raise_an_alert_for_the_past_with_both_times() =>
        Given(Truck, OnDuty()).When([.. Fixes(1, 5), .. Fixes(20, 25)]).ThenNoAlert()
            .When([Fix(10, 600, received: 26), Fix(11, 600, received: 26), Fix(12, received: 26), Fix(13, received: 26)])
            .Then(Raised(Deviation, 11, late: true), Cleared(Deviation, 21, late: true), Updated(Deviation, 11, late: true), Updated(Deviation, 11, late: true))
            .And(s => s.OnlyAlert.ClearedAt.Should().Be(Minute(13)))
            .And(s => s.OnlyAlert.RecordedAt.Should().Be(Minute(26)))
            .And(s => s.OnlyAlert.Late.Should().BeTrue());

    [Fact]
    public void A_late_reading_takes_an_alert_back() =>
        Given(Truck, OnDuty()).When(Fix(1), Fix(2, 600), Fix(4, 600)).Then(Raised(Deviation, 4))
            .When(Fix(3, received: 5)).Then(TakenBack(Deviation, 4))
            .And(s => s.OnlyAlert.Status.Should().Be(AlertStatus.Cleared))
            .When(Fix(6)).ThenNoAlert();

    [Fact]
    public void An_alert_taken_back_holds_again_when_still_later_readings_say_so() =>
        Given(Truck, OnDuty()).When(Fix(1), Fix(2, 600), Fix(4, 600)).When(Fix(3, received: 5)).Then(Raised(Deviation, 4), TakenBack(Deviation, 4))
            .When(Fix(3.5, 600, received: 6)).Then(Updated(Deviation, 4, late: true))
            .And(s => s.OnlyAlert.IsOpen.Should().BeTrue());

    [Fact]
    public void A_late_reading_moves_the_beginning_of_an_alert() =>
        Given(Truck, OnDuty()).When(Fix(1), Fix(4, 600), Fix(5, 600)).Then(Raised(Deviation, 5))
            .When(Fix(3, 600, received: 6)).Then(Updated(Deviation, 4, late: true))
            .And(s => s.OnlyAlert.Id.Should().EndWith("20261122T000500000Z", "an id that was given out stays"));

    [Fact]
    public void The_id_of_an_alert_that_moved_and_was_taken_back_is_not_given_out_again() =>
        Given(Truck, OnDuty()).When([.. Fixes(1, 3), Fix(10, 600), Fix(11, 600)]).Then(Raised(Deviation, 11))
            .When(Fix(4, 600, received: 12), Fix(5, 600, received: 12)).Then(Updated(Deviation, 10, late: true), Updated(Deviation, 5, late: true))
            .When(Fix(10.5, received: 13), Fix(5.5, received: 13), Fix(4.5, received: 13)).Then(TakenBack(Deviation, 5))
            .When(Fixes(14, 50)).ThenNoAlert()
            .When(Fix(10.7, 600, received: 51))
            .And(s => s.State.Timeline.Horizon.Should().BeAfter(Minute(5)))
            .And(s => s.History.OfType<AlertRaised>().Select(e => e.AlertId).Should().Equal(
                "vehicle-29H81234-route-deviation-20261122T001100000Z", "vehicle-29H81234-route-deviation-20261122T001100000Z-2"));

    [Fact]
    public void A_late_reading_splits_an_alert_in_two() =>
        Given(Truck, OnDuty()).When([.. Fixes(1, 2, offM: 600), .. Fixes(8, 9, offM: 600)]).Then(Raised(Deviation, 2))
            .When([Fix(4, received: 10), Fix(5, received: 10)]).Then(Cleared(Deviation, 5, late: true), Raised(Deviation, 9, late: true));

    [Fact]
    public void A_reading_that_the_device_held_back_is_told_late_even_in_order() =>
        Given(Truck, OnDuty()).When(Fix(1, 600, received: 60), Fix(2, 600, received: 60)).Then(Raised(Deviation, 2, late: true));

    [Fact]
    public void A_reading_of_a_moment_ago_is_not_late() =>
        Given(Truck, OnDuty()).When(Fix(1, 600, received: 2), Fix(2, 600, received: 6)).Then(Raised(Deviation, 2));

    [Fact]
    public void Readings_older_than_those_at_hand_are_judged_in_their_place() =>
        Given(Truck, OnDuty()).WhenOneByOne([.. Fixes(1, 5), .. Fixes(20, 320)]).ThenNoAlert()
            .When([Fix(10, 600, received: 321), Fix(11, 600, received: 321)])
            .Then(Raised(Deviation, 11, late: true), Cleared(Deviation, 21, late: true))
            .And(s => s.History.OfType<ReadingsRecorded>().Last().Readings.Should().OnlyContain(r => r.Mark == SampleMark.None));

    [Fact]
    public void An_hour_of_readings_sent_in_many_batches_brings_the_history_back_once()
    {
        var truck = Given(Truck, OnDuty()).WhenOneByOne([.. Fixes(1, 5), .. Fixes(100, 400)]);
        truck.When(Fix(30, received: 401));
        for (var m = 31; m < 90; m++)
        {
            var batch = new ReadingBatch(new LogPartition("log", "tracking.positions", 0), [Fix(m, received: 401) with { Offset = 1000 + m }]);
            AssetDecider.Ingest(truck.State, batch, Minute(401), new RuleLimits()).OlderThan.Should().BeNull();
            truck.Deliver(batch);
        }

        truck.State.Timeline.Samples.Length.Should().BeGreaterThan(300);
        truck.Deliver(new ReadingBatch(new LogPartition("log", "tracking.positions", 0), [Fix(402) with { Offset = 2000 }]));
        truck.State.Timeline.Samples.Length.Should().BeLessThan(Timeline.Kept * 2, "the present goes on, and lets go");
    }

    [Fact]
    public void A_repeat_of_a_reading_older_than_those_at_hand_is_known_to_be_one() =>
        Given(Truck).WhenOneByOne(Fixes(1, 300)).When(Fix(3, received: 301))
            .And(s => s.Last.Duplicates.Should().Be(1))
            .And(s => s.State.Facts.Readings.Should().Be(300));

    [Fact]
    public void A_late_position_does_not_move_the_asset_back() =>
        Given(Truck).When(Fix(10)).When(Fix(5, received: 11)).And(s => s.State.Facts.LastPosition!.At.Should().Be(Minute(10)));

    [Fact]
    public void A_late_seal_message_does_not_change_what_a_newer_one_confirmed() =>
        Given(Seal).When(SealSays(SealEvent.Sealed, 10, seq: 1), SealSays(SealEvent.Sealed, 20, seq: 2)).When(SealSays(SealEvent.Opened, 15, received: 21))
            .And(s => s.State.Facts.Seal!.State.Should().Be(SealEvent.Sealed));

    [Fact]
    public void Alerts_that_are_past_are_let_go() =>
        Given(Truck, OnDuty()).WhenOneByOne([.. Enumerable.Range(0, 150).SelectMany(n => new[] { Fix(4 * n, 600), Fix(4 * n + 1, 600), Fix(4 * n + 2), Fix(4 * n + 3) })])
            .And(s => s.Alerts.Count().Should().BeLessThan(40));

    [Fact]
    public void A_clock_that_stands_still_fills_no_memory() =>
        Given(Truck, OnDuty()).WhenOneByOne([.. Enumerable.Range(0, 300).Select(n => Fix(1, km: n * 0.5, seq: n, received: 1 + n * 0.5))])
            .And(s => s.State.Timeline.Samples.Length.Should().BeLessThanOrEqualTo(Timeline.MaxOfOneMoment))
            .And(s => s.State.Facts.Readings.Should().Be(300))
            .And(s => s.State.Facts.LastPosition!.Position.Should().Be(At(149.5)));
}
