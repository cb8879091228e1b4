using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.History.Tests.Support;

/// <summary>Events for tests, with times counted in seconds from a fixed moment.</summary>
static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static readonly AssetId Truck = new(AssetKind.Vehicle, "29H81234");

    public static DateTimeOffset T(double seconds) => Noon.AddSeconds(seconds);

    public static PositionSample Fix(double at, double lat = 21, double lon = 106, double delayS = 1, SampleMark mark = SampleMark.None) =>
        new() { At = T(at), DelayMs = (long)(delayS * 1000), Lat = lat, Lon = lon, SpeedKph = 50, Mark = mark };

    public static ReadingsRecorded Readings(double recorded, params Sample[] samples) =>
        new(samples.Max(s => s.At), T(recorded), new SourceRange("log", "tracking.positions", 0, 1, samples.Length), [.. samples], 0);

    public static AlertRaised Raised(string id, double at, double recorded, string rule = "route-deviation", string? shipment = "2026-000001") => new(
        T(at), T(recorded), id, rule, 1, AlertSeverity.Warning, shipment, false, new GeoPosition(21, 106), "Left the corridor",
        [new Evidence(T(at), new GeoPosition(21, 106), "2.3 km from the route")]);

    public static async Task<List<VersionedEvent>> All(this IEventLog log, string stream, long after = 0)
    {
        var all = new List<VersionedEvent>();
        await foreach (var e in log.Read(stream, after, CancellationToken.None))
            all.Add(e);
        return all;
    }

    public static Task Append(this IJournal journal, string stream, long expected, params DomainEvent[] events) =>
        journal.Append(stream, expected, [.. events], JournalLane.Bulk, CancellationToken.None);
}
