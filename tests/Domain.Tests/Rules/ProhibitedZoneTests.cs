using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Domain.Tests.Rules;

public sealed class ProhibitedZoneTests
{
    static readonly Rule Trespass = Rule.ProhibitedZone;

    // Two kilometres of the road, from the fifth on, 300 m to either side.
    static readonly Zone Strip = Area(ZoneKind.Prohibited, 5, 7);

    [Fact]
    public void Raises_an_alert_after_two_fixes_inside() =>
        Given(Truck, OnDuty(route: RoadWith(Strip)))
            .When(Fix(1), Fix(4.9), Fix(5.4)).ThenNoAlert()
            .When(Fix(6)).Then(Raised(Trespass, 6))
            .And(s => s.OnlyAlert.Message.Should().Be("Entered the prohibited zone Cau Ranh"))
            .And(s => s.OnlyAlert.Evidence.Select(e => e.What).Should().Equal("in Cau Ranh, 300 m from its edge", "in Cau Ranh, 300 m from its edge"))
            .And(s => s.OnlyAlert.Shipment.Should().Be(Shipment));

    [Fact]
    public void Does_not_raise_for_a_single_stray_fix() =>
        Given(Truck, OnDuty(route: RoadWith(Strip))).When(Fix(1, km: 4.5), Fix(2, km: 5.5), Fix(3, km: 4.5), Fix(4, km: 5.5), Fix(5, km: 4.5)).ThenNoAlert();

    [Fact]
    public void Is_over_after_two_fixes_clear_of_the_edge() =>
        Given(Truck, OnDuty(route: RoadWith(Strip))).When(Fix(5.5), Fix(6.5)).Then(Raised(Trespass, 6.5))
            .When(Fix(7.04), Fix(7.045)).ThenNoAlert()
            .When(Fix(7.2)).ThenNoAlert()
            .When(Fix(8)).Then(Cleared(Trespass, 8));

    [Fact]
    public void Drift_along_the_edge_neither_raises_nor_clears() =>
        Given(Truck, OnDuty(route: RoadWith(Strip)))
            .When(Fix(1, km: 5.01, accuracyM: 20), Fix(2, km: 4.99, accuracyM: 20), Fix(3, km: 5.01, accuracyM: 20), Fix(4, km: 5.015, accuracyM: 20)).ThenNoAlert()
            .When(Fix(5, km: 5.5), Fix(6, km: 5.6)).Then(Raised(Trespass, 6))
            .When(Fix(7, km: 4.97), Fix(8, km: 4.96), Fix(9, km: 4.97)).ThenNoAlert();

    [Fact]
    public void A_fix_that_can_be_on_either_side_of_the_edge_proves_nothing() =>
        Given(Truck, OnDuty(route: RoadWith(Strip)))
            .When(Fix(5.2, accuracyM: 230), Fix(5.22, accuracyM: 230), Fix(5.24, accuracyM: 251)).ThenNoAlert()
            .When(Fix(5.5, accuracyM: 230), Fix(6, accuracyM: 230)).Then(Raised(Trespass, 6));

    [Fact]
    public void A_device_that_does_not_tell_how_far_it_is_off_must_be_well_inside() =>
        Given(Truck, OnDuty(route: RoadWith(Strip))).When(Fix(1, km: 5.02), Fix(2, km: 5.02), Fix(3, km: 5.024)).ThenNoAlert()
            .When(Fix(4, km: 5.03), Fix(5, km: 5.03)).Then(Raised(Trespass, 5));

    [Fact]
    public void From_one_zone_into_the_next_is_one_alert() =>
        Given(Truck, OnDuty(route: RoadWith(Strip, Area(ZoneKind.Prohibited, 7, 9, name: "Cau Treo")))).When(Fix(5.5), Fix(6.5), Fix(7.5), Fix(8.5)).Then(Raised(Trespass, 6.5))
            .And(s => s.OnlyAlert.Message.Should().Be("Entered the prohibited zone Cau Ranh"))
            .When(Fix(10), Fix(11)).Then(Cleared(Trespass, 11));

    [Fact]
    public void A_stop_zone_is_no_place_to_keep_out_of() =>
        Given(Truck, OnDuty(route: RoadWith(Area(ZoneKind.Stop, 5, 7)))).When(Fixes(1, 10)).ThenNoAlert();

    [Fact]
    public void A_container_that_sends_fixes_must_keep_out_too() =>
        Given(Box, OnDuty(route: RoadWith(Strip))).When(Fix(5.5), Fix(6)).Then(Raised(Trespass, 6));

    [Fact]
    public void The_release_ends_it() =>
        Given(Truck, OnDuty(route: RoadWith(Strip))).When(Fix(5.5), Fix(6)).Then(Raised(Trespass, 6))
            .When(Release(at: 6.5), minute: 6.5).Then(LeftDuty, Cleared(Trespass, 6.5));

    [Fact]
    public void Fixes_that_come_late_raise_it_at_the_time_it_happened() =>
        Given(Truck, OnDuty(route: RoadWith(Strip))).When(Fix(1), Fix(12)).ThenNoAlert()
            .When(Fix(5.5, received: 13), Fix(6, received: 13)).Then(Raised(Trespass, 6, late: true))
            .When(Fix(14)).Then(Cleared(Trespass, 14));
}
