using System.Collections.Immutable;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Domain.Tests.Harness;

/// <summary>Builders: a road due east along the 21st parallel, a truck that drives it at 60 km/h, a seal and a container.</summary>
static class Make
{
    public const double RoadLat = 21;
    public const double RoadLon = 106;
    public const double ToleranceM = 500;
    public const string Shipment = "2026-000123";

    const double MetresPerDegree = GeoPosition.EarthRadiusM * Math.PI / 180;

    /// <summary>Midnight; the departure is a minute earlier.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public static readonly AssetId Truck = new(AssetKind.Vehicle, "29H81234");
    public static readonly AssetId Seal = new(AssetKind.Seal, "VN0012345");
    public static readonly AssetId Box = new(AssetKind.Container, "MSKU9070323");

    /// <summary>A thousand kilometres of it.</summary>
    public static readonly PlannedRoute Road = new([At(-50), At(100), At(1000)], ToleranceM);

    /// <summary>The road with places where one may stop and where one must not be.</summary>
    public static PlannedRoute RoadWith(params Zone[] zones) => Road with { Zones = [.. zones] };

    /// <summary>A rectangular zone from one kilometre of the road to another, between two distances north of it.</summary>
    public static Zone Area(ZoneKind kind, double fromKm, double toKm, double southM = -300, double northM = 300, string name = "Cau Ranh") =>
        new(name, kind, [At(fromKm, southM), At(toKm, southM), At(toKm, northM), At(fromKm, northM), At(fromKm, southM)]);

    public static DateTimeOffset Minute(double minutes) => Start.AddMinutes(minutes);

    /// <summary>A place so many kilometres along the road and so many metres north of it.</summary>
    public static GeoPosition At(double km, double offM = 0) =>
        new(RoadLat + (offM / MetresPerDegree), RoadLon + (km * 1000 / (MetresPerDegree * Math.Cos(double.DegreesToRadians(RoadLat)))));

    /// <summary>A fix of the truck on its way, a kilometre a minute, so many metres off the road.</summary>
    /// <param name="minute">Device time, minutes after the start.</param>
    /// <param name="offM">Metres north of the road.</param>
    /// <param name="received">When the broker got it, if not at once.</param>
    public static PositionReading Fix(
        double minute, double offM = 0, double? accuracyM = null, double? received = null, long? seq = null, double? km = null, double? speedKph = 60) =>
        FixAt(At(km ?? minute, offM), minute, accuracyM, received, seq, speedKph);

    public static PositionReading FixAt(
        GeoPosition place, double minute, double? accuracyM = null, double? received = null, long? seq = null, double? speedKph = null) => new()
        {
            At = Minute(minute),
            ReceivedAt = Minute(received ?? minute),
            Offset = 0,
            Seq = seq,
            Lat = place.Lat,
            Lon = place.Lon,
            SpeedKph = speedKph,
            AccuracyM = accuracyM,
        };

    /// <summary>Fixes on the road, one a minute.</summary>
    public static PositionReading[] Fixes(int from, int to, double offM = 0) => [.. Enumerable.Range(from, to - from + 1).Select(m => Fix(m, offM))];

    public static SealReading SealSays(
        SealEvent @event, double minute, GeoPosition? place = null, double? received = null, long? seq = null, string? by = null, double? batteryPct = null) => new()
        {
            At = Minute(minute),
            ReceivedAt = Minute(received ?? minute),
            Offset = 0,
            Seq = seq,
            Lat = place?.Lat,
            Lon = place?.Lon,
            Event = @event,
            Operator = by,
            BatteryPct = batteryPct,
        };

    public static SensorReading Sensors(double minute, double? temperatureC = null, bool? doorOpen = null, GeoPosition? place = null) => new()
    {
        At = Minute(minute),
        ReceivedAt = Minute(minute),
        Offset = 0,
        TemperatureC = temperatureC,
        DoorOpen = doorOpen,
        Lat = place?.Lat,
        Lon = place?.Lon,
    };

    /// <summary>The asset took its duty: the road for a truck, nothing but the limit for a seal.</summary>
    public static DutyAssigned OnDuty(
        double since = -1, double? recorded = null, string shipment = Shipment, PlannedRoute? route = null, bool noRoute = false, double silenceMinutes = 15,
        double? stopMinutes = null) =>
        new(Minute(since), Minute(recorded ?? since), shipment, Minute(since), noRoute ? null : route ?? Road, silenceMinutes * 60, "officer", stopMinutes * 60);

    public static DutyReleased OffDuty(double at, string shipment = Shipment) => new(Minute(at), Minute(at), shipment, "officer");

    public static AssignDuty Departure(double at, bool stated = true, string shipment = Shipment, ImmutableArray<GeoPoint>? route = null) => new()
    {
        Shipment = shipment,
        DepartedAt = Minute(at),
        DepartureStated = stated,
        Route = route ?? [.. Road.Coordinates.Select(p => new GeoPoint(p.Lat, p.Lon))],
        ToleranceM = ToleranceM,
        SilenceLimit = TimeSpan.FromMinutes(15),
        By = "officer",
    };

    public static ReleaseDuty Release(double at, string shipment = Shipment) => new(shipment, Minute(at), "officer");

    public static AuthoriseUnlock Unlock(GeoPosition place, double from, double until, double radiusM = 200, string shipment = Shipment) => new()
    {
        Shipment = shipment,
        Place = new GeoPoint(place.Lat, place.Lon),
        RadiusM = radiusM,
        From = Minute(from),
        Until = Minute(until),
        By = "officer",
    };
}
