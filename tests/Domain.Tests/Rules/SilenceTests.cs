namespace ShipmentTracker.Domain.Tests.Rules;

public sealed class SilenceTests
{
    static readonly Rule Lost = Rule.SignalLost;

    [Fact]
    public void Raises_when_nothing_was_heard_for_the_limit() =>
        Given(Truck, OnDuty(silenceMinutes: 15)).When(Fix(1))
            .WhenSilenceIsChecked(15.9).ThenNoAlert()
            .WhenSilenceIsChecked(16).Then(Raised(Lost, 16))
            .And(s => s.OnlyAlert.Message.Should().Be("Nothing heard for 15 min"))
            .And(s => s.OnlyAlert.Position.Should().Be(At(1)))
            .And(s => s.OnlyAlert.Evidence.Single().At.Should().Be(Minute(1)));

    [Fact]
    public void A_silent_seal_is_told_by_its_own_rule() =>
        Given(Seal, OnDuty(noRoute: true, silenceMinutes: 1)).When(SealSays(SealEvent.Heartbeat, 1)).WhenSilenceIsChecked(2).Then(Raised(Rule.SealSilence, 2))
            .And(s => s.OnlyAlert.Message.Should().Be("Nothing heard for 60 s"));

    [Fact]
    public void Counts_from_the_time_of_hearing_not_the_devices_clock() =>
        Given(Truck, OnDuty()).When(Fix(-60, received: 1)).WhenSilenceIsChecked(15.9).ThenNoAlert()
            .When(Fix(90, received: 2)).WhenSilenceIsChecked(16.9).Then(Raised(Rule.ClockSkew, 2))
            .WhenSilenceIsChecked(17).Then(Raised(Lost, 17));

    [Fact]
    public void Counts_from_the_departure_when_nothing_was_heard_since() =>
        Given(Truck, OnDuty(since: 0)).WhenSilenceIsChecked(14.9).ThenNoAlert().WhenSilenceIsChecked(15).Then(Raised(Lost, 15))
            .And(s => s.OnlyAlert.Evidence.Single().What.Should().Be("nothing heard since departure"));

    [Fact]
    public void Counts_from_when_the_duty_was_recorded_not_from_a_departure_stated_for_the_past() =>
        Given(Truck, OnDuty(since: -300, recorded: 0)).WhenSilenceIsChecked(14.9).ThenNoAlert().WhenSilenceIsChecked(15).Then(Raised(Lost, 15));

    [Fact]
    public void Nobody_is_called_silent_while_it_is_unknown_how_far_the_intake_has_come() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(60, frontierUnknown: true).Then();

    [Fact]
    public void Nobody_is_called_silent_while_the_intake_lags_behind() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(60, processedUpTo: 15.9).Then()
            .WhenSilenceIsChecked(60, processedUpTo: 16).Then(Raised(Lost, 16));

    [Fact]
    public void Is_raised_once_for_one_silence() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(20).WhenSilenceIsChecked(30).WhenSilenceIsChecked(400).Then(Raised(Lost, 16))
            .And(s => AssetDecider.SilentFrom(s.State).Should().BeNull());

    [Fact]
    public void Is_not_raised_again_for_the_same_silence_after_an_officer_closed_it() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(20).WhenClosed(Lost, 21).WhenSilenceIsChecked(60)
            .Then(Raised(Lost, 16), new Told("closed", Lost.Name, 21))
            .When(Fix(70)).Then(Cleared(Lost, 70))
            .WhenSilenceIsChecked(85).Then(Raised(Lost, 85));

    [Fact]
    public void Is_over_when_anything_is_heard() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(20).Then(Raised(Lost, 16)).When(Fix(30)).Then(Cleared(Lost, 30));

    [Fact]
    public void Is_over_when_the_device_only_repeats_itself() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(20).Then(Raised(Lost, 16))
            .When(Fix(1, received: 30)).ThenExactly(Cleared(Lost, 30))
            .WhenSilenceIsChecked(44).ThenNothing()
            .WhenSilenceIsChecked(45).Then(Raised(Lost, 45));

    [Fact]
    public void Is_over_when_a_device_with_a_wrong_clock_is_heard() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(20).Then(Raised(Lost, 16))
            .When(Fix(600, received: 30)).Then(Cleared(Lost, 30), Raised(Rule.ClockSkew, 30));

    [Fact]
    public void Is_over_when_an_old_reading_is_heard() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(20).Then(Raised(Lost, 16)).When(Fix(0, received: 30)).Then(Cleared(Lost, 30));

    [Fact]
    public void Is_not_raised_off_duty() =>
        Given(Truck).When(Fix(1)).WhenSilenceIsChecked(6000).Then()
            .And(s => AssetDecider.SilentFrom(s.State).Should().BeNull());

    [Fact]
    public void The_release_ends_it() =>
        Given(Truck, OnDuty()).When(Fix(1)).WhenSilenceIsChecked(20).Then(Raised(Lost, 16))
            .When(Release(25), 25).Then(LeftDuty, Cleared(Lost, 25))
            .WhenSilenceIsChecked(600).ThenNothing();

    [Fact]
    public void A_container_that_never_reported_is_not_expected_to() =>
        Given(Box, OnDuty()).WhenSilenceIsChecked(600).ThenNothing();

    [Fact]
    public void A_container_that_reported_before_this_duty_only_is_not_expected_to() =>
        Given(Box).When(Sensors(1, temperatureC: 4)).When(Departure(at: 30), 30).WhenSilenceIsChecked(600).Then(TookDuty);

    [Fact]
    public void A_container_that_reported_is() =>
        Given(Box, OnDuty()).When(Sensors(1, temperatureC: 4)).WhenSilenceIsChecked(16).Then(Raised(Lost, 16));
}
