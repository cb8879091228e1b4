using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>Events for tests.</summary>
static class Given
{
    public const string Carrier = "An Phat Logistics";

    public static ShipmentRegistered Registered(string id, DateTimeOffset at, string carrier = Carrier, string vehicle = "29H81234", params string[] seals) => new(
        at, at, id, "103456789012", carrier, "VNHPH", "VNLGS", new PlannedRoute([new(21, 106), new(21, 107)], 1000), "vehicle/" + vehicle, ["container/MSKU9070323"],
        [.. seals.Select(s => "seal/" + s)], at.AddHours(12), null, null, "officer");

    public static ShipmentDeparted Departed(string id, DateTimeOffset at) => new(at, at, id, "officer", null);

    public static ShipmentArrived Arrived(string id, DateTimeOffset at) => new(at, at, id, "officer", null);

    public static ShipmentClosed Closed(string id, DateTimeOffset at) => new(at, at, id, "officer", null);

    public static DutyAssigned OnDuty(string shipment, DateTimeOffset at) => new(at, at, shipment, at, null, 900, "officer");

    public static DutyReleased OffDuty(string shipment, DateTimeOffset at) => new(at, at, shipment, "officer");

    public static AlertRaised Raised(string id, DateTimeOffset at, string? shipment, string rule = "route-deviation") => new(
        at, at, id, rule, 1, AlertSeverity.Warning, shipment, false, new GeoPosition(21, 106), "Left the corridor", [new Evidence(at, new GeoPosition(21, 106), "2.3 km from the route")]);

    public static ReadingsRecorded Seal(params (DateTimeOffset At, SealEvent Event)[] messages) => new(
        messages.Max(m => m.At), messages.Max(m => m.At), new SourceRange("log", "tracking.seals", 0, 1, messages.Length),
        [.. messages.Select(m => new SealSample { At = m.At, DelayMs = 500, Event = m.Event, Lat = 21, Lon = 106.5, BatteryPct = 81, Operator = "Trần Văn An" })], 0);

    public static ReadingsRecorded Positions(params (DateTimeOffset At, double Lon)[] fixes) => new(
        fixes.Max(m => m.At), fixes.Max(m => m.At), new SourceRange("log", "tracking.positions", 0, 1, fixes.Length),
        [.. fixes.Select(m => new PositionSample { At = m.At, DelayMs = 500, Lat = 21, Lon = m.Lon, SpeedKph = 54.2, HeadingDeg = 90 })], 0);
}
