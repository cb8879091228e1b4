using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Domain.Tests.Shipments;

public sealed class ShipmentDeciderTests : ShipmentTest
{
    [Fact]
    public void Lives_from_registration_to_close()
    {
        Registered().Status.Should().Be(ShipmentStatus.Registered);
        Departing().Should().BeEquivalentTo(new { Status = ShipmentStatus.Registered, Departing = new { At = Minute(10), DepartureStated = false } });
        InTransit().Should().BeEquivalentTo(new { Status = ShipmentStatus.InTransit, DepartedAt = Minute(10), Departing = (DepartureRequested?)null });
        Arrived().Should().BeEquivalentTo(new { Status = ShipmentStatus.Arrived, ArrivedAt = Minute(20) });
        ClosedOne().Should().BeEquivalentTo(new { Status = ShipmentStatus.Closed, ClosedAt = Minute(30), DepartedAt = Minute(10) });
    }

    [Fact]
    public void A_number_is_registered_once() =>
        Refused(ShipmentDecider.Register(Registered(), Id, Good(), Minute(1)), RejectionKind.Conflict, "id");

    [Fact]
    public void Nothing_can_be_done_with_what_was_never_registered()
    {
        Refused(ShipmentDecider.RequestDeparture(null, Step(), Minute(1)), RejectionKind.NotFound, "id");
        Refused(ShipmentDecider.Arrive(null, Step(), Minute(1)), RejectionKind.NotFound, "id");
        Refused(ShipmentDecider.Close(null, Step(), Minute(1)), RejectionKind.NotFound, "id");
    }

    [Fact]
    public void Steps_out_of_turn_are_refused_with_where_it_stands()
    {
        foreach (var facts in new[] { InTransit(), Arrived(), ClosedOne() })
            Refused(ShipmentDecider.RequestDeparture(facts, Step(), Minute(40)), RejectionKind.Conflict, "status", "depart only while registered");
        foreach (var facts in new[] { Registered(), Departing(), Arrived(), ClosedOne() })
            Refused(ShipmentDecider.Arrive(facts, Step(), Minute(40)), RejectionKind.Conflict, "status", "arrive only while inTransit");
        foreach (var facts in new[] { Registered(), InTransit(), ClosedOne() })
            Refused(ShipmentDecider.Close(facts, Step(), Minute(40)), RejectionKind.Conflict, "status", "close only while arrived");
    }

    [Fact]
    public void Asking_again_while_a_departure_is_under_way_goes_on_with_that_one() =>
        ShipmentDecider.RequestDeparture(Departing(), Step(at: 5), Minute(15)).Value.Should().Be(Departing().Departing);

    [Fact]
    public void A_refused_departure_can_be_asked_for_again()
    {
        var refused = ShipmentFacts.Evolve(Departing(), ShipmentDecider.RefuseDeparture(Departing(), Truck, "already on shipment 2026-000122", Minute(11)))!;
        refused.Should().BeEquivalentTo(new { Status = ShipmentStatus.Registered, Departing = (DepartureRequested?)null });
        After(refused, ShipmentDecider.RequestDeparture(refused, Step(), Minute(12))).Departing!.At.Should().Be(Minute(12));
    }

    [Fact]
    public void A_stated_departure_is_taken_at_its_word() =>
        Departing(at: -60).Departing.Should().BeEquivalentTo(new { At = Minute(-60), DepartureStated = true, RecordedAt = Minute(10) });

    [Fact]
    public void Steps_are_not_stated_for_the_future_or_for_before_what_came_first()
    {
        Refused(ShipmentDecider.RequestDeparture(Registered(), Step(11), Minute(10)), RejectionKind.Invalid, "at", "future");
        Refused(ShipmentDecider.RequestDeparture(Registered(), Step(-7 * 24 * 60), Minute(10)), RejectionKind.Invalid, "at", "a week ago");
        Refused(ShipmentDecider.Arrive(InTransit(), Step(9), Minute(20)), RejectionKind.Invalid, "at", "the departure");
        Refused(ShipmentDecider.Close(Arrived(), Step(19), Minute(30)), RejectionKind.Invalid, "at", "the arrival");
        ShipmentDecider.Arrive(InTransit(), Step(20.4), Minute(20)).Rejection.Should().BeNull("clocks differ a little");
    }

    [Fact]
    public void Steps_keep_their_order_even_when_clocks_differ()
    {
        var ahead = InTransit(at: 10.4);
        ShipmentDecider.Arrive(ahead, Step(), Minute(10.2)).Value!.At.Should().Be(Minute(10.4));
        After(ahead, ShipmentDecider.Arrive(ahead, Step(), Minute(10.5))).ArrivedAt.Should().Be(Minute(10.5));
    }

    [Fact]
    public void Recorded_times_never_go_back() =>
        ShipmentDecider.Arrive(InTransit(), Step(10), Minute(9.8)).Value!.RecordedAt.Should().Be(Minute(10));

    [Fact]
    public void Hands_the_route_to_its_vehicle_and_containers_but_not_to_its_seals()
    {
        var facts = Departing();
        Duty(Truck).Should().BeEquivalentTo(new { Shipment = Id, DepartedAt = Minute(10), ToleranceM = 500.0, SilenceLimit = TimeSpan.FromMinutes(15), By = "officer" });
        Duty(Truck).Route.Should().Equal(Good().Route);
        Duty(Box).Route.Should().Equal(Good().Route);
        Duty(Seal).Route.Should().BeEmpty();
        Duty(Seal).SilenceLimit.Should().Be(TimeSpan.FromMinutes(30));

        AssignDuty Duty(AssetId asset) => ShipmentDecider.DutyFor(facts, facts.Departing!, asset, Limits);
    }

    [Fact]
    public void Hands_the_zones_to_its_vehicle_and_containers_and_lets_only_the_vehicle_answer_for_stops()
    {
        var zones = new[] { Zone(), Zone("Border strip", ZoneKind.Prohibited) };
        Duty(Truck).Zones.Should().BeEquivalentTo(zones);
        Duty(Box).Zones.Should().BeEquivalentTo(zones);
        Duty(Seal).Zones.Should().BeEmpty();
        new[] { Truck, Box, Seal }.Select(a => Duty(a).StopLimit).Should().Equal(Limits.StopAfter, null, null);
        Duty(Truck, TimeSpan.FromMinutes(3)).StopLimit.Should().Be(TimeSpan.FromMinutes(3));

        AssignDuty Duty(AssetId asset, TimeSpan? stopAfter = null) => DutyOf(Good() with { Zones = [.. zones], StopAfter = stopAfter }, asset);
    }

    [Fact]
    public void Without_stop_zones_stops_are_judged_only_where_a_limit_is_stated()
    {
        DutyOf(Good(), Truck).StopLimit.Should().BeNull();
        DutyOf(Good() with { Zones = [Zone("Border strip", ZoneKind.Prohibited)] }, Truck).StopLimit.Should().BeNull();
        DutyOf(Good() with { StopAfter = TimeSpan.FromMinutes(3) }, Truck).StopLimit.Should().Be(TimeSpan.FromMinutes(3));
    }

    static AssignDuty DutyOf(RegisterShipment command, AssetId asset)
    {
        var registered = After(null, ShipmentDecider.Register(null, Id, command, Minute(0)));
        var facts = After(registered, ShipmentDecider.RequestDeparture(registered, Step(), Minute(10)));
        return ShipmentDecider.DutyFor(facts, facts.Departing!, asset, Limits);
    }

    [Fact]
    public void Its_own_limits_come_before_the_default_ones()
    {
        var command = Good() with { SignalLostAfter = TimeSpan.FromSeconds(20), SealSilenceAfter = TimeSpan.FromSeconds(40) };
        new[] { Truck, Box, Seal }.Select(a => DutyOf(command, a).SilenceLimit.TotalSeconds).Should().Equal(20, 20, 40);
    }
}
