namespace ShipmentTracker.Domain.Tests.Rules;

public sealed class ImplausibleMovementTests
{
    static readonly Rule Jump = Rule.ImplausibleMovement;

    static SampleMark[] Marks(Scenario s) => [.. s.History.OfType<ReadingsRecorded>().SelectMany(e => e.Readings).Select(r => r.Mark)];

    [Fact]
    public void Marks_a_fix_at_zero_zero_and_says_so() =>
        Given(Truck).When(Fix(1), FixAt(new GeoPosition(0, 0), 2)).Then(Raised(Jump, 2))
            .And(s => s.OnlyAlert.Message.Should().Be("Position (0,0): the receiver has no fix"))
            .And(s => Marks(s).Should().Equal(SampleMark.None, SampleMark.Implausible))
            .When(Fix(3)).Then(Cleared(Jump, 3));

    [Fact]
    public void Never_believes_zero_zero_however_often_it_is_told() =>
        Given(Truck).When([.. Enumerable.Range(1, 10).Select(m => FixAt(new GeoPosition(0, 0), m))]).Then(Raised(Jump, 1))
            .And(s => s.State.Facts.LastPosition.Should().BeNull());

    [Fact]
    public void Marks_a_jump_and_judges_it_by_no_other_rule() =>
        Given(Truck, OnDuty()).When(Fix(1), Fix(2, 50_000), Fix(3)).Then(Raised(Jump, 2), Cleared(Jump, 3))
            .And(s => s.OnlyAlert.Message.Should().Be("Jumped 50 km in 60 s"))
            .And(s => s.OnlyAlert.Severity.Should().Be(AlertSeverity.Info))
            .And(s => Marks(s).Should().Equal(SampleMark.None, SampleMark.Implausible, SampleMark.None));

    [Fact]
    public void Does_not_take_a_jump_for_the_last_position() =>
        Given(Truck).When(Fix(1), Fix(2, 50_000)).And(s => s.State.Facts.LastPosition!.Position.Should().Be(At(1)));

    [Fact]
    public void Accepts_what_a_fast_truck_can_do() =>
        Given(Truck).When(Fix(1, km: 0), Fix(2, km: 2.6), Fix(3, km: 5.2), Fix(4, km: 7.9)).ThenNoAlert();

    [Fact]
    public void Accepts_any_place_after_a_long_enough_gap() =>
        Given(Truck).When(Fix(1, km: 0), Fix(60, km: 150)).ThenNoAlert();

    [Fact]
    public void Allows_for_the_accuracy_of_both_fixes() =>
        Given(Truck).When(Fix(1, accuracyM: 1500), Fix(1.01, 3000, accuracyM: 1500)).ThenNoAlert();

    [Fact]
    public void Three_fixes_that_agree_outvote_the_one_believed_before() =>
        Given(Truck, OnDuty()).When(Fix(1, 80_000), Fix(2), Fix(3)).Then(Raised(Jump, 2))
            .When(Fix(4)).Then(Cleared(Jump, 4))
            .And(s => s.State.Facts.LastPosition!.At.Should().Be(Minute(4)))
            .When(Fix(5, 600), Fix(6, 600)).Then(Raised(Rule.RouteDeviation, 6));

    [Fact]
    public void Never_freezes_an_asset_that_really_is_somewhere_else() =>
        Given(Truck).When([.. Fixes(1, 3), .. Enumerable.Range(4, 20).Select(m => Fix(m, 400_000))])
            .And(s => s.State.Facts.LastPosition!.At.Should().Be(Minute(23)))
            .And(s => s.OnlyAlert.IsOpen.Should().BeFalse());

    [Fact]
    public void Fixes_that_agree_with_nothing_do_not_move_the_asset() =>
        Given(Truck).When(Fix(1), Fix(2, 60_000), Fix(3, -60_000), Fix(4, 120_000), Fix(5, -120_000)).Then(Raised(Jump, 2))
            .When(Fix(6)).Then(Cleared(Jump, 6));

    [Fact]
    public void A_late_fix_that_bridges_a_jump_takes_it_back() =>
        Given(Truck).When(Fix(0, km: 0), Fix(1, km: 3)).Then(Raised(Jump, 1))
            .When(Fix(0.5, km: 1.5, received: 2)).Then(TakenBack(Jump, 1))
            .And(s => s.OnlyAlert.Status.Should().Be(AlertStatus.Cleared));

    [Fact]
    public void A_late_fix_moves_the_beginning_and_the_end_of_a_jump() =>
        Given(Truck).When(Fix(0, km: 300), Fix(10), Fix(11)).Then(Raised(Jump, 10))
            .When(Fix(9, received: 12)).Then(Updated(Jump, 9, late: true))
            .And(s => s.OnlyAlert.ClearedAt.Should().Be(Minute(11)));
}
