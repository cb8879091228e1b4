namespace ShipmentTracker.Domain.Tests.Rules;

public sealed class ClockSkewTests
{
    static readonly Rule Skew = Rule.ClockSkew;

    [Fact]
    public void Records_and_marks_a_reading_from_the_future() =>
        Given(Truck).When(Fix(63, received: 1)).Then(Raised(Skew, 1))
            .And(s => s.History.OfType<ReadingsRecorded>().Single().Readings.Single().Mark.Should().Be(SampleMark.ClockSkew))
            .And(s => s.OnlyAlert.Message.Should().StartWith("Device clock is 62 min ahead"))
            .And(s => s.History.Single(e => e is ReadingsRecorded).At.Should().Be(Minute(1), "an event does not happen in the future"))
            .And(s => s.State.Facts.Readings.Should().Be(1));

    [Fact]
    public void Accepts_a_clock_two_minutes_ahead() => Given(Truck).When(Fix(3, received: 1)).ThenNoAlert();

    [Fact]
    public void Never_freezes_the_asset() =>
        Given(Truck, OnDuty()).When(Fix(1), Fix(5000, received: 2), Fix(3), Fix(4, 600), Fix(5, 600))
            .Then(Raised(Skew, 2), Cleared(Skew, 3), Raised(Rule.RouteDeviation, 5))
            .And(s => s.State.Facts.LastPosition!.At.Should().Be(Minute(5)))
            .And(s => s.State.Facts.At.Should().Be(Minute(5)));

    [Fact]
    public void Moves_the_asset_on_the_map_at_the_time_of_receipt() =>
        Given(Truck).When(Fix(1)).When(Fix(63, received: 3), Fix(64, received: 4)).And(s =>
        {
            s.State.Facts.LastPosition!.At.Should().Be(Minute(4));
            s.State.Facts.LastPosition!.Position.Should().Be(Make.At(64));
            s.State.Facts.At.Should().Be(Minute(1), "its time is not to be believed");
        });

    [Fact]
    public void Does_not_move_the_asset_back_behind_a_newer_position() =>
        Given(Truck).When(Fix(5, received: 5)).When(Fix(63, received: 3)).And(s => s.State.Facts.LastPosition!.At.Should().Be(Minute(5)));

    [Fact]
    public void The_right_clock_moves_it_on_from_there() =>
        Given(Truck).When(Fix(63, received: 3)).When(Fix(4)).And(s => s.State.Facts.LastPosition!.Position.Should().Be(Make.At(4)));

    [Fact]
    public void Is_told_once_while_it_lasts() =>
        Given(Truck).When(Fix(61, received: 1), Fix(62, received: 2)).When(Fix(63, received: 3)).Then(Raised(Skew, 1));

    [Fact]
    public void Is_over_when_the_clock_is_right_again_by_a_margin() =>
        Given(Truck).When(Fix(61, received: 1)).Then(Raised(Skew, 1))
            .When(Fix(3.5, received: 2)).ThenNoAlert()
            .When(Fix(3.9, received: 3)).Then(Cleared(Skew, 3));

    [Fact]
    public void What_it_says_is_not_judged() =>
        Given(Truck, OnDuty()).When(Fix(61, 600, received: 1), Fix(62, 600, received: 2), Fix(63, 600, received: 3)).Then(Raised(Skew, 1));

    [Fact]
    public void Knows_a_repeat_of_a_reading_from_the_future() =>
        Given(Truck).When(Fix(61, received: 1)).When(Fix(61, received: 2)).ThenExactly(Recorded(1), Raised(Skew, 1))
            .And(s => s.State.Duplicates.Should().Be(1));

    [Fact]
    public void Knows_a_repeat_even_when_that_future_has_come() =>
        Given(Truck).When(Fix(61, received: 1)).When(Fix(61, received: 61)).ThenExactly(Recorded(1), Raised(Skew, 1));

    [Fact]
    public void A_seal_cut_by_a_wrong_clock_is_cut_when_that_was_received() =>
        Given(Seal, OnDuty(noRoute: true)).When(SealSays(SealEvent.Cut, 600, received: 1)).Then(Raised(Skew, 1), Raised(Rule.SealBreach, 1))
            .And(s => s.State.Facts.Seal.Should().Be(new SealState(SealEvent.Cut, Minute(1), Minute(1))))
            .When(SealSays(SealEvent.Cut, 600, received: 2)).ThenNothing()
            .When(SealSays(SealEvent.Cut, 601, received: 3)).ThenNoAlert();
}
