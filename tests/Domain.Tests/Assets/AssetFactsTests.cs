namespace ShipmentTracker.Domain.Tests.Assets;

public sealed class AssetFactsTests
{
    static AssetFacts At(Scenario s, double minute) => s.History
        .Select(e => AssetFacts.AsOf(e, Minute(minute))).OfType<AssetEvent>()
        .Aggregate(AssetFacts.Of(s.State.Facts.Asset), (f, e) => f.Evolve(e))
        .AlertsAsOf(Minute(minute));

    [Fact]
    public void A_past_moment_knows_only_the_readings_up_to_it() =>
        Given(Truck).When(Fixes(1, 10)).And(s =>
        {
            At(s, 4.5).Should().BeEquivalentTo(new { At = Minute(4), Readings = 4L });
            At(s, 4.5).LastPosition!.Position.Should().Be(Make.At(4));
            At(s, 0.5).At.Should().BeNull();
        });

    [Fact]
    public void A_past_moment_is_told_as_it_is_known_now() =>
        Given(Truck).When(Fix(1), Fix(9)).When(Fix(5, received: 10)).And(s => At(s, 6).At.Should().Be(Minute(5)));

    [Fact]
    public void A_reading_with_a_wrong_clock_happened_when_it_was_received() =>
        Given(Truck).When(Fix(600, received: 5)).And(s => At(s, 6).Readings.Should().Be(1)).And(s => At(s, 4).Readings.Should().Be(0));

    [Fact]
    public void A_duty_begins_and_ends() =>
        Given(Truck, OnDuty(since: 2)).When(Release(8), 8).And(s =>
        {
            At(s, 1).Duty.Should().BeNull();
            At(s, 5).Duty!.Shipment.Should().Be(Shipment);
            At(s, 9).Duty.Should().BeNull();
        });

    [Fact]
    public void An_alert_opens_is_taken_on_and_is_over() =>
        Given(Truck, OnDuty()).When(Fix(1, 600), Fix(2, 600)).WhenAcknowledged(Rule.RouteDeviation, 3).When(Fix(4), Fix(5)).And(s =>
        {
            At(s, 1.5).Alerts.Should().BeEmpty();
            At(s, 2).Alerts.Single().Status.Should().Be(AlertStatus.Open);
            At(s, 3).Alerts.Single().Status.Should().Be(AlertStatus.Acknowledged);
            At(s, 5).Alerts.Single().Status.Should().Be(AlertStatus.Cleared);
        });

    [Fact]
    public void An_alert_that_was_taken_back_never_was() =>
        Given(Truck, OnDuty()).When(Fix(1), Fix(2, 600), Fix(4, 600)).When(Fix(3, received: 5)).And(s => At(s, 4.5).Alerts.Should().BeEmpty());

    [Fact]
    public void An_alert_raised_late_was_open_at_the_time() =>
        Given(Truck, OnDuty()).When(Fix(1), Fix(20)).When([Fix(10, 600, received: 21), Fix(11, 600, received: 21)])
            .And(s => At(s, 12).Alerts.Single().Status.Should().Be(AlertStatus.Open));

    [Fact]
    public void A_seals_state_keeps_the_time_since_when() =>
        Given(Seal).When(SealSays(SealEvent.Sealed, 1), SealSays(SealEvent.Heartbeat, 2), SealSays(SealEvent.Sealed, 3))
            .And(s => s.State.Facts.Seal.Should().Be(new SealState(SealEvent.Sealed, Minute(1), Minute(3))));

    [Fact]
    public void Sensors_keep_what_a_newer_sample_does_not_tell() =>
        Given(Box).When(Sensors(1, temperatureC: -18), Sensors(2, doorOpen: true))
            .And(s => s.State.Facts.Sensors.Should().BeEquivalentTo(new { At = Minute(2), TemperatureC = -18.0, DoorOpen = true }));

    [Fact]
    public void Recorded_times_never_go_back() =>
        Given(Truck, OnDuty(since: 0, recorded: 50)).When(Fix(1)).When(Release(2), 3)
            .And(s => s.History.Select(e => e.RecordedAt).Should().BeInAscendingOrder());
}
