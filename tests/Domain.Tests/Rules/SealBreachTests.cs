namespace ShipmentTracker.Domain.Tests.Rules;

public sealed class SealBreachTests
{
    static readonly Rule Breach = Rule.SealBreach;
    static readonly GeoPosition Yard = At(150);

    static DutyAssigned SealOnDuty(double since = -1) => OnDuty(since, noRoute: true);

    [Theory]
    [InlineData(SealEvent.Tampered, "Seal tampered with")]
    [InlineData(SealEvent.Cut, "Seal cut")]
    [InlineData(SealEvent.Opened, "Seal opened without authorisation")]
    [InlineData(SealEvent.Unlocked, "Seal unlocked without authorisation")]
    public void Raises_a_breach_at_once(SealEvent @event, string message) =>
        Given(Seal, SealOnDuty()).When(SealSays(@event, 1, At(1))).Then(Raised(Breach, 1))
            .And(s => s.OnlyAlert.Message.Should().Be(message))
            .And(s => s.OnlyAlert.Severity.Should().Be(AlertSeverity.Critical))
            .And(s => s.OnlyAlert.Position.Should().Be(At(1)));

    [Theory]
    [InlineData(SealEvent.Sealed)]
    [InlineData(SealEvent.Heartbeat)]
    [InlineData(SealEvent.LowBattery)]
    [InlineData(SealEvent.Faulty)]
    public void Says_nothing_of_a_message_that_is_no_breach(SealEvent @event) =>
        Given(Seal, SealOnDuty()).When(SealSays(@event, 1)).ThenNoAlert();

    [Theory]
    [InlineData(SealEvent.Tampered)]
    [InlineData(SealEvent.Cut)]
    public void Tampering_and_cutting_are_breaches_off_duty_too(SealEvent @event) =>
        Given(Seal).When(SealSays(@event, 1)).Then(Raised(Breach, 1)).And(s => s.OnlyAlert.Shipment.Should().BeNull());

    [Theory]
    [InlineData(SealEvent.Opened)]
    [InlineData(SealEvent.Unlocked)]
    public void Opening_off_duty_is_nobodys_business(SealEvent @event) => Given(Seal).When(SealSays(@event, 1)).ThenNoAlert();

    [Fact]
    public void A_repeat_of_the_same_state_is_nothing_new() =>
        Given(Seal, SealOnDuty())
            .When(SealSays(SealEvent.Cut, 1, seq: 1), SealSays(SealEvent.Heartbeat, 2, seq: 2), SealSays(SealEvent.Cut, 3, seq: 3)).Then(Raised(Breach, 1))
            .And(s => s.OnlyAlert.Evidence.Should().ContainSingle());

    [Fact]
    public void Incidents_gather_in_one_open_alert() =>
        Given(Seal, SealOnDuty())
            .When(SealSays(SealEvent.Tampered, 1, At(1))).Then(Raised(Breach, 1))
            .When(SealSays(SealEvent.Cut, 2, At(2))).Then(Updated(Breach, 1))
            .When(SealSays(SealEvent.Opened, 3, At(3), by: "Tran")).Then(Updated(Breach, 1))
            .And(s => s.OnlyAlert.Evidence.Select(e => e.What).Should().Equal("seal tampered with", "seal cut", "seal opened without authorisation by Tran"))
            .And(s => s.OnlyAlert.Message.Should().Be("Seal tampered with, then seal opened without authorisation by Tran"));

    [Fact]
    public void An_acknowledged_breach_still_gathers() =>
        Given(Seal, SealOnDuty()).When(SealSays(SealEvent.Tampered, 1)).WhenAcknowledged(Breach, 2).When(SealSays(SealEvent.Cut, 3))
            .Then(Raised(Breach, 1), new Told("acknowledged", Breach.Name, 2), Updated(Breach, 1));

    [Fact]
    public void A_breach_after_an_officer_closed_the_last_one_is_a_new_alert() =>
        Given(Seal, SealOnDuty()).When(SealSays(SealEvent.Tampered, 1)).WhenClosed(Breach, 2)
            .Then(Raised(Breach, 1), new Told("closed", Breach.Name, 2))
            .When(SealSays(SealEvent.Cut, 3)).Then(Raised(Breach, 3))
            .And(s => s.Alerts.Should().HaveCount(2));

    [Fact]
    public void A_breach_stays_open_when_the_seal_is_closed_again() =>
        Given(Seal, SealOnDuty()).When(SealSays(SealEvent.Opened, 1)).When(SealSays(SealEvent.Sealed, 2)).Then(Raised(Breach, 1))
            .And(s => s.OnlyAlert.IsOpen.Should().BeTrue())
            .When(SealSays(SealEvent.Opened, 3)).Then(Updated(Breach, 1));

    [Fact]
    public void The_release_does_not_end_a_breach() =>
        Given(Seal, SealOnDuty()).When(SealSays(SealEvent.Opened, 1)).When(Release(2), 2).Then(Raised(Breach, 1), LeftDuty)
            .And(s => s.OnlyAlert.IsOpen.Should().BeTrue());

    [Fact]
    public void An_authorised_unlock_at_its_place_and_time_is_no_breach() =>
        Given(Seal, SealOnDuty()).When(Unlock(Yard, from: 100, until: 160), minute: 100).Then(UnlockAllowed)
            .When(SealSays(SealEvent.Unlocked, 150, At(150, offM: 150)), SealSays(SealEvent.Opened, 160, Yard)).ThenNoAlert();

    [Fact]
    public void An_authorised_unlock_elsewhere_is_a_breach() =>
        Given(Seal, SealOnDuty()).When(Unlock(Yard, 100, 160), 100).Then(UnlockAllowed)
            .When(SealSays(SealEvent.Unlocked, 150, At(150, offM: 250))).Then(Raised(Breach, 150));

    [Theory]
    [InlineData(98)]
    [InlineData(161)]
    public void An_authorised_unlock_too_early_or_too_late_is_a_breach(double minute) =>
        Given(Seal, SealOnDuty()).When(Unlock(Yard, 100, 160), 90).Then(UnlockAllowed)
            .When(SealSays(SealEvent.Unlocked, minute, Yard)).Then(Raised(Breach, minute));

    [Fact]
    public void An_authorised_unlock_that_does_not_tell_where_is_a_breach() =>
        Given(Seal, SealOnDuty()).When(Unlock(Yard, 100, 160), 100).Then(UnlockAllowed)
            .When(SealSays(SealEvent.Unlocked, 150)).Then(Raised(Breach, 150))
            .And(s => s.OnlyAlert.Message.Should().EndWith("place not told"));

    [Fact]
    public void An_authorisation_does_not_allow_cutting() =>
        Given(Seal, SealOnDuty()).When(Unlock(Yard, 100, 160), 100).Then(UnlockAllowed).When(SealSays(SealEvent.Cut, 150, Yard)).Then(Raised(Breach, 150));

    [Fact]
    public void An_authorisation_holds_from_now_on_at_the_earliest() =>
        Given(Seal, SealOnDuty()).When(SealSays(SealEvent.Unlocked, 110, Yard)).When(Unlock(Yard, from: 0, until: 160), 120)
            .Then(Raised(Breach, 110), UnlockAllowed)
            .And(s => s.History.OfType<UnlockAuthorised>().Single().From.Should().Be(Minute(120)));

    [Theory]
    [InlineData(99, true)]
    [InlineData(99.5, true)]
    [InlineData(98.9, false)]
    public void A_seal_clock_a_minute_slow_is_borne_with(double minute, bool allowed)
    {
        var given = Given(Seal, SealOnDuty()).When(Unlock(Yard, 100, 160), 90).Then(UnlockAllowed).When(SealSays(SealEvent.Unlocked, minute, Yard));
        if (allowed)
            given.ThenNoAlert();
        else
            given.Then(Raised(Breach, minute));
    }

    [Fact]
    public void Authorises_only_what_is_sensible() =>
        Given(Seal, SealOnDuty()).When(Unlock(Yard, 100, 100), 90).ThenRefused(RejectionKind.Invalid, "until")
            .When(Unlock(Yard, 50, 80), 90).ThenRefused(RejectionKind.Invalid, "until")
            .When(Unlock(Yard, 100, 160, radiusM: 0), 90).ThenRefused(RejectionKind.Invalid, "radiusM")
            .When(Unlock(Yard, 100, 160, radiusM: double.NaN), 90).ThenRefused(RejectionKind.Invalid, "radiusM")
            .When(Unlock(Yard, 100, 160, radiusM: 20_001), 90).ThenRefused(RejectionKind.Invalid, "radiusM")
            .When(Unlock(Yard, 100, 160, shipment: "2026-000124"), 90).ThenRefused(RejectionKind.Conflict, "seal");

    [Fact]
    public void Only_a_seal_can_be_unlocked() =>
        Given(Truck, OnDuty()).When(Unlock(Yard, 100, 160), 90).ThenRefused(RejectionKind.Invalid, "seal");

    [Fact]
    public void A_departure_takes_the_seal_for_closed() =>
        Given(Seal).When(SealSays(SealEvent.Opened, -10)).ThenNoAlert()
            .When(Departure(at: 0, stated: false, route: []), minute: 0).Then(TookDuty)
            .When(SealSays(SealEvent.Opened, 1)).Then(Raised(Breach, 1));

    [Fact]
    public void What_happened_before_a_stated_departure_is_not_judged_by_the_duty() =>
        Given(Seal).When(SealSays(SealEvent.Opened, -10), SealSays(SealEvent.Sealed, -5), SealSays(SealEvent.Unlocked, 2)).ThenNoAlert()
            .When(Departure(at: 0, route: []), minute: 3).Then(TookDuty, Raised(Breach, 2));

    [Fact]
    public void A_breach_before_a_stated_departure_was_known_is_the_shipments() =>
        Given(Seal).When(SealSays(SealEvent.Cut, 2, At(2))).Then(Raised(Breach, 2)).And(s => s.OnlyAlert.Shipment.Should().BeNull())
            .When(Departure(at: 0, route: []), minute: 3).Then(TookDuty, Updated(Breach, 2))
            .And(s => s.OnlyAlert.Shipment.Should().Be(Shipment));

    [Fact]
    public void A_late_message_joins_the_open_breach_where_it_belongs() =>
        Given(Seal, SealOnDuty()).When(SealSays(SealEvent.Cut, 20)).Then(Raised(Breach, 20))
            .When(SealSays(SealEvent.Tampered, 10, received: 21)).Then(Updated(Breach, 10, late: true))
            .And(s => s.OnlyAlert.Evidence.Select(e => e.At).Should().Equal(Minute(10), Minute(20)))
            .And(s => s.OnlyAlert.Id.Should().EndWith("002000000Z", "an id that was given out stays"));

    [Fact]
    public void A_late_message_takes_back_what_turns_out_to_be_a_repeat() =>
        Given(Seal, SealOnDuty()).When(SealSays(SealEvent.Opened, 20)).When(SealSays(SealEvent.Opened, 10, received: 21))
            .Then(Raised(Breach, 20), Updated(Breach, 10, late: true))
            .And(s => s.OnlyAlert.Evidence.Select(e => e.At).Should().Equal(Minute(10)));

    [Fact]
    public void An_alert_keeps_the_first_and_the_newest_of_many_incidents_in_whatever_order_they_come()
    {
        var incidents = Enumerable.Range(1, 30).Select(m => SealSays(m % 2 == 0 ? SealEvent.Cut : SealEvent.Tampered, m, seq: m)).ToArray();
        var inOrder = Given(Seal, SealOnDuty()).WhenOneByOne([.. incidents]).OnlyAlert;
        var shuffled = incidents.OrderBy(r => r.Seq * 7 % 31).Select(r => r with { ReceivedAt = Minute(31) });
        var outOfOrder = Given(Seal, SealOnDuty()).WhenOneByOne([.. shuffled]).OnlyAlert;

        inOrder.Evidence.Select(e => e.At).Should().Equal([Minute(1), .. Enumerable.Range(12, 19).Select(m => Minute(m))]);
        outOfOrder.Evidence.Should().Equal(inOrder.Evidence);
    }
}
