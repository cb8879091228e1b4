using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Api.Tests.Support;

static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 15, 30, TimeSpan.Zero);

    public static readonly DateTimeOffset Today = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public static readonly AssetId Vehicle = new(AssetKind.Vehicle, "29H81234");
    public static readonly AssetId Seal = new(AssetKind.Seal, "VN0012345");

    public static readonly ShipmentInfo Shipment = new()
    {
        Id = "2026-000123",
        Declaration = "105-887766",
        Carrier = "Vận tải Bắc Nam",
        Status = ShipmentStatus.InTransit,
        Origin = "VNHPH",
        Destination = "VNLSN",
        Route = [new GeoPoint(20.85, 106.68), new GeoPoint(21.85, 106.76)],
        ToleranceM = 500,
        Zones = [new ShipmentZone("Border strip", ZoneKind.Prohibited, [new GeoPoint(21.8, 106.7), new GeoPoint(21.8, 106.8), new GeoPoint(21.9, 106.8), new GeoPoint(21.8, 106.7)])],
        SignalLostAfter = TimeSpan.FromMinutes(15),
        StopAfter = TimeSpan.FromMinutes(10),
        Vehicle = Vehicle,
        Containers = [new AssetId(AssetKind.Container, "MSKU9070323")],
        Seals = [Seal],
        RegisteredAt = Now.AddHours(-3),
        DepartedAt = Now.AddHours(-2),
        Version = 3,
    };

    public static readonly AlertInfo Alert = new()
    {
        Id = "seal-VN0012345-seal-breach-20261122T081530000Z",
        Rule = "seal-breach",
        RuleVersion = 1,
        Severity = AlertSeverity.Critical,
        Status = AlertStatus.Open,
        Asset = Seal,
        Shipment = "2026-000123",
        RaisedAt = Now,
        RecordedAt = Now.AddSeconds(1.25),
        Late = false,
        Position = new GeoPoint(21.8531, 106.7612),
        Message = "Seal VN0012345 was cut",
        Evidence = [new AlertEvidence(Now, new GeoPoint(21.8531, 106.7612), "cut")],
    };

    public static readonly AssetStatus SealStatus = new()
    {
        Asset = Seal,
        At = Now,
        LastHeardAt = Now.AddSeconds(1),
        LastPosition = new LastPosition(Now, 21.8531, 106.7612, 54.2, 12),
        Shipment = "2026-000123",
        Readings = 77,
        Duplicates = 2,
        OpenAlerts = [Alert],
        SealState = "cut",
        Sensors = new SensorValues(Now, null, null, null, null, null, 81),
        Version = 12,
    };

    public static LivePosition Live(string plate, DateTimeOffset at) =>
        new(new AssetId(AssetKind.Vehicle, plate), new LastPosition(at, 21.85, 106.76, 50, 10), "2026-000123", AlertSeverity.Warning, IsOfDuty: true);
}
