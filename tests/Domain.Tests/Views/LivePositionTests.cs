using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.Domain.Tests.Views;

/// <summary>A truck that serves one shipment after another: whose its position on the map is.</summary>
public sealed class LivePositionTests
{
    const string Before = "2026-000001";
    const string Ours = "2026-000002";

    [Fact]
    public void On_duty_it_is_the_dutys() => Of(Given(Truck, OnDuty(0, shipment: Before)).When(Fix(10))).Should().Be((Before, Minute(10), true));

    [Fact]
    public void Off_duty_it_is_nobodys() => Of(Given(Truck).When(Fix(10))).Should().Be((null, Minute(10), false));

    [Theory]
    [InlineData(70)]
    [InlineData(40)]
    public void Where_it_was_for_others_is_not_its_next_dutys_whenever_that_is_said_to_have_begun(double departed)
    {
        var truck = Handed(departed);
        Of(truck).Should().Be((Ours, Minute(50), false));
        Of(truck.When(Fix(71))).Should().Be((Ours, Minute(71), true));
    }

    [Fact]
    public void What_comes_late_from_anothers_time_is_not_its_next_dutys() => Of(Handed(40).When(Fix(60, received: 75))).Should().Be((Ours, Minute(60), false));

    [Fact]
    public void A_clock_a_minute_ahead_does_not_move_it_into_the_next_duty() =>
        Of(Given(Truck, OnDuty(0, shipment: Before)).When(Fix(71, received: 70)).When(Release(70.1, Before), 70.1).When(Departure(70.5, shipment: Ours), 70.5))
            .Should().Be((Ours, Minute(71), false));

    // It served another until minute 65, was last heard of at minute 50, and was put on ours at minute 70.
    static Scenario Handed(double departed) =>
        Given(Truck, OnDuty(0, shipment: Before)).When(Fix(50)).When(Release(65, Before), 65).When(Departure(departed, shipment: Ours), 70);

    static (string? Shipment, DateTimeOffset At, bool IsOfDuty) Of(Scenario scenario) =>
        scenario.State.Facts.ToLivePosition() is { } live ? (live.Shipment, live.Position.At, live.IsOfDuty) : throw new InvalidOperationException("it has no position");
}
