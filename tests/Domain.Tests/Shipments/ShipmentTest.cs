using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Domain.Tests.Shipments;

/// <summary>A registration that is right, and the same decisions as in a grain: decide, evolve.</summary>
public abstract class ShipmentTest
{
    protected const string Id = "2026-000123";

    protected static RegisterShipment Good() => new()
    {
        Declaration = " HQ-2026/1 ",
        Carrier = "Hai Van Logistics",
        Origin = "VN HPH",
        Destination = "vnhan",
        Route = [new GeoPoint(20.86, 106.68), new GeoPoint(21.03, 105.85)],
        ToleranceM = 500,
        Vehicle = "29H-812.34",
        Containers = ["MSKU 907032-3"],
        Seals = ["VN0012345"],
        Deadline = Minute(600),
        By = "officer",
    };

    /// <summary>Where a shipment does not state its own.</summary>
    protected static readonly DutyLimits Limits = new(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(10));

    protected static ShipmentZone Zone(string name = "Rest area km 42", ZoneKind kind = ZoneKind.Stop) =>
        new(name, kind, [new GeoPoint(20.9, 106.3), new GeoPoint(20.9, 106.31), new GeoPoint(20.91, 106.31), new GeoPoint(20.9, 106.3)]);

    protected static ShipmentStep Step(double? at = null) => new(at is { } m ? Minute(m) : null, "officer", "noted");

    protected static ShipmentFacts Registered() => After(null, ShipmentDecider.Register(null, Id, Good(), Minute(0)));

    protected static ShipmentFacts Departing(double? at = null) => After(Registered(), ShipmentDecider.RequestDeparture(Registered(), Step(at), Minute(10)));

    protected static ShipmentFacts InTransit(double? at = null)
    {
        var departing = Departing(at);
        return ShipmentFacts.Evolve(departing, ShipmentDecider.ConfirmDeparture(departing, departing.Departing!, Minute(10)))!;
    }

    protected static ShipmentFacts Arrived() => After(InTransit(), ShipmentDecider.Arrive(InTransit(), Step(), Minute(20)));

    protected static ShipmentFacts ClosedOne() => After(Arrived(), ShipmentDecider.Close(Arrived(), Step(), Minute(30)));

    protected static ShipmentFacts After(ShipmentFacts? facts, Outcome<ShipmentEvent> outcome)
    {
        outcome.Rejection.Should().BeNull();
        return ShipmentFacts.Evolve(facts, outcome.Value!)!;
    }

    protected static void Refused(Outcome<ShipmentEvent> outcome, RejectionKind kind, string field, string because = "")
    {
        outcome.Value.Should().BeNull();
        outcome.Rejection!.Kind.Should().Be(kind);
        outcome.Rejection.Errors.Should().ContainSingle().Which.Field.Should().Be(field);
        outcome.Rejection.Errors[0].Message.Contains(because, StringComparison.Ordinal).Should().BeTrue(outcome.Rejection.Errors[0].Message);
    }
}
