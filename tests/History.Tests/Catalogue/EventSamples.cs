using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Audit;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.History.Tests.Catalogue;

/// <summary>One event of each name, with every field in use.</summary>
static class EventSamples
{
    const string Alert = "vehicle-29H81234-route-deviation-20261122T081530000Z";
    const string Shipment = "2026-000123";
    const string Act = "019a9c8f5b997c41b3ad0c1e2f3a4b5c";
    const string Key = "k7q2m4x9c1v8b3";
    const string Webhook = "01a2067770fb70248fc625a23654ba1f";
    const string Secret = "v1.7c1vJ0rQ2m3pS1d9x0aYkQ4n8wTzB6uE5hLfRgCiVjKoMqNsPtUyWxZ0b2d4f6h8";

    static readonly GeoPosition Huu = new(21.8531, 106.7612);

    static readonly ImmutableArray<Zone> Zones =
        [new Zone("Rest area km 42", ZoneKind.Stop, [new(21.1201, 106.0702), new(21.1201, 106.0741), new(21.1233, 106.0741), new(21.1201, 106.0702)])];

    public static IReadOnlyDictionary<string, DomainEvent> All { get; } = new DomainEvent[]
    {
        new ReadingsRecorded(
            Time("08:15:30"), Time("08:15:32.25"), new SourceRange("MkU3OEVBNTcwNTJENDM2Qk/6w3hkdV", "tracking.positions", 4, 18_210, 18_213),
            [
                new PositionSample { At = Time("08:15:20"), DelayMs = 830, Seq = 18_211, Lat = 21.8531, Lon = 106.7612, SpeedKph = 54.2, HeadingDeg = 12, AccuracyM = 6.5 },
                new PositionSample { At = Time("08:15:30"), DelayMs = 790, Seq = 18_212, Lat = 0, Lon = 0, Mark = SampleMark.Implausible },
                new SealSample { At = Time("08:15:25.5"), DelayMs = -200_000, Seq = 77, Lat = 21.8531, Lon = 106.7612, Event = SealEvent.LowBattery, BatteryPct = 8, Operator = "Trần Văn An", Mark = SampleMark.ClockSkew },
                new SensorSample { At = Time("08:15:29"), DelayMs = 0, TemperatureC = -18.2, HumidityPct = 60, ShockG = 0.2, DoorOpen = false, LightLux = 0, BatteryPct = 71 },
            ],
            1),
        new DutyAssigned(
            Time("08:00:00"), Time("08:00:00.5"), Shipment, Time("07:55:00"), new PlannedRoute([new(20.8449, 106.6881), new(21.0278, 105.8342), Huu], 500) { Zones = Zones }, 900, "officer:lan", 1200),
        new DutyReleased(Time("14:30:00"), Time("14:30:00.1"), Shipment, "officer:lan"),
        new UnlockAuthorised(
            Time("13:50:00"), Time("13:50:00.2"), Shipment, Huu, 300, Time("14:00:00"), Time("16:00:00"), "officer:lan", "inspection at the depot"),
        new AlertRaised(
            Time("08:15:30"), Time("08:15:32.25"), Alert, "route-deviation", 1, AlertSeverity.Warning, Shipment, false, Huu, "Left the corridor: 2.3 km from the route, tolerance 500 m",
            [new Evidence(Time("08:15:20"), new GeoPosition(21.85, 106.74), "1.9 km from the route"), new Evidence(Time("08:15:30"), Huu, "2.3 km from the route")]),
        new AlertUpdated(
            Time("08:15:30"), Time("09:40:02"), Alert, Time("08:14:50"), Time("08:31:00"), Shipment, true, Huu, "Left the corridor: 0.8 km from the route, tolerance 500 m",
            [new Evidence(Time("08:14:50"), Huu, "0.8 km from the route")]),
        new AlertCleared(Time("08:31:00"), Time("08:31:02"), Alert, false, false, "back in the corridor: 120 m from the route"),
        new AlertAcknowledged(Time("08:17:00"), Time("08:17:00.3"), Alert, "officer:lan", "calling the driver"),
        new AlertClosed(Time("09:00:00"), Time("09:00:00.3"), Alert, "officer:lan", "detour around a closed bridge"),
        new ShipmentRegistered(
            Time("06:00:00"), Time("06:00:00"), Shipment, "305412345670", "Blue Line Logistics", "VNHPH", "VNLSN", new PlannedRoute([new(20.8449, 106.6881), Huu], 500) { Zones = Zones },
            "vehicle/29H81234", ["container/MSKU9070323"], ["seal/VN0012345"], Time("18:00:00"), 900, 1800, "carrier:blue-line", 1200),
        new DepartureRequested(Time("07:55:00"), Time("08:00:00"), Shipment, true, "officer:lan", "left before the counter opened"),
        new DepartureRefused(Time("08:00:01"), Time("08:00:01"), Shipment, "seal/VN0012345", "it is on duty for shipment 2026-000119"),
        new ShipmentDeparted(Time("07:55:00"), Time("08:00:01"), Shipment, "officer:lan", "left before the counter opened"),
        new ShipmentArrived(Time("14:20:00"), Time("14:25:00"), Shipment, "officer:minh", "seal intact"),
        new ShipmentClosed(Time("14:30:00"), Time("14:30:00"), Shipment, "officer:minh", "released"),
        new KeyIssued(
            Time("05:00:00"), Time("05:00:00"), Key, "Blue Line's office", Role.Carrier, "Blue Line Logistics", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            Time("23:00:00"), "administrator"),
        new KeyRevoked(Time("16:00:00"), Time("16:00:00"), Key, "administrator"),
        new ActBegun(
            Time("06:00:00"), Time("06:00:00.02"), Act, "officer:Lan", Key, Role.Officer, "RegisterShipment", "/api/v1/shipments", "10.20.0.17"),
        new ActEnded(Time("06:00:00.1"), Time("06:00:00.12"), Act, 201, "/api/v1/shipments/2026-000123"),
        new ActRefused(
            Time("06:10:00"), Time("06:10:00.02"), "019a9c8f5c0a7b6e9d1f2a3b4c5d6e70", "carrier:Blue Line's office", Key, Role.Carrier, "CloseAlert",
            "/api/v1/alerts/vehicle-29H81234-route-deviation-20261122T081530000Z/close", "10.20.0.18", 403, 12),
        new WebhookCreated(
            Time("05:00:00"), Time("05:00:00"), Webhook, "Blue Line Logistics", "https://blue-line.example/shiptrack", ["shiptrack.alert.raised.v1", "shiptrack.position.summary.v1"],
            [Shipment], ["seal-breach"], 15, Secret, "carrier:blue-line"),
        new WebhookSecretRotated(Time("06:00:00"), Time("06:00:00"), Webhook, Secret, Time("06:00:00").AddDays(1), "carrier:blue-line"),
        new WebhookPaused(Time("07:00:00"), Time("07:00:00"), Webhook, "a delivery failed 10 times; the last time: the receiver answered 500"),
        new WebhookResumed(Time("08:00:00"), Time("08:00:00"), Webhook, "carrier:blue-line"),
        new WebhookDisabled(Time("09:00:00"), Time("09:00:00"), Webhook, "the receiver answered 410 Gone"),
        new WebhookDeleted(Time("10:00:00"), Time("10:00:00"), Webhook, "carrier:blue-line"),
    }.ToDictionary(EventNames.Of);

    /// <summary>Events as they were stored before they had all their fields, by what their files are called.</summary>
    public static IReadOnlyDictionary<string, DomainEvent> Earlier { get; } = new Dictionary<string, DomainEvent>
    {
        ["duty_assigned.without-zones"] = Of<DutyAssigned>() with { Corridor = Of<DutyAssigned>().Corridor! with { Zones = [] }, StopLimitS = null },
        ["shipment_registered.without-zones"] = Of<ShipmentRegistered>() with { Route = Of<ShipmentRegistered>().Route with { Zones = [] }, StopAfterS = null },
    };

    static T Of<T>() => All.Values.OfType<T>().Single();

    /// <summary>Bursts that are stored packed, by what their files are called.</summary>
    public static IReadOnlyDictionary<string, ReadingsRecorded> Packed { get; } = new Dictionary<string, ReadingsRecorded>
    {
        ["positions"] = new(
            Time("08:15:30"), Time("08:15:32.25"), new SourceRange("MkU3OEVBNTcwNTJENDM2Qk/6w3hkdV", "tracking.positions", 4, 18_210, 18_213),
            [
                new PositionSample { At = Time("08:15:20"), DelayMs = 830, Seq = 18_211, Lat = 21.8531, Lon = 106.7612, SpeedKph = 54.2, HeadingDeg = 12, AccuracyM = 6.5 },
                new PositionSample { At = Time("08:15:30"), DelayMs = 790, Lat = 0, Lon = 0, Mark = SampleMark.Implausible },
                new PositionSample { At = Time("08:15:25.5000001"), DelayMs = -200_000, Seq = 18_212, Lat = 21.8533, Lon = 106.7619, SpeedKph = 55 },
            ],
            1),
        ["sensors"] = new(
            Time("08:15:29"), Time("08:15:32.25"), new SourceRange("MkU3OEVBNTcwNTJENDM2Qk/6w3hkdV", "tracking.sensors", 2, 911, 912),
            [
                new SensorSample { At = Time("08:15:29"), DelayMs = 0, TemperatureC = -18.2, HumidityPct = 60, ShockG = 0.2, DoorOpen = false, LightLux = 0, BatteryPct = 71 },
                new SensorSample { At = Time("08:15:19"), DelayMs = 10, Seq = 9, TemperatureC = -18.25, DoorOpen = true },
            ],
            0),
    };

    static DateTimeOffset Time(string time) => DateTimeOffset.Parse($"2026-11-22T{time}Z", System.Globalization.CultureInfo.InvariantCulture);
}
