using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Rules;

namespace ShipmentTracker.Micro;

/// <summary>Vehicles and batches as the pipeline has them.</summary>
static class Samples
{
    /// <summary>The first half is on duty, with corridors of 2,000 vertices.</summary>
    public static readonly Fleet Fleet = new(new FleetShape { Series = 'T', Assets = 512, OnDuty = 256, Routes = 16 }, new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    public static readonly RuleLimits Limits = new();

    static readonly LogPartition Source = new("cluster/topic", Topics.Positions, 0);

    /// <summary>The time of recording.</summary>
    public static DateTimeOffset Now => Fleet.Start.AddDays(1);

    public static AssetId AssetOf(int number) => AssetId.TryParse(Fleet.NameOf(number), out var asset, out var reason) ? asset : throw new InvalidOperationException(reason);

    /// <summary>Readings of a vehicle as they come in one call.</summary>
    public static ReadingBatch Batch(int asset, int from, int count) => new(
        Source,
        [
            .. Enumerable.Range(from, count).Select(number => Fleet.Reading(asset, number)).Select(fix => (Reading)new PositionReading
            {
                At = fix.At,
                ReceivedAt = fix.At.AddSeconds(1),
                Offset = fix.Seq,
                Seq = fix.Seq,
                Lat = fix.Lat,
                Lon = fix.Lon,
                SpeedKph = fix.SpeedKph,
                HeadingDeg = fix.HeadingDeg,
                AccuracyM = fix.AccuracyM,
            }),
        ]);

    /// <summary>A vehicle after so many readings that came one by one.</summary>
    public static AssetState After(int asset, DutyKind duty, int readings)
    {
        var state = AssetState.Of(AssetOf(asset));
        if (duty != DutyKind.None)
            state = AssetDecider.AssignDuty(
                state,
                new AssignDuty
                {
                    Shipment = "2026-000001",
                    DepartedAt = Fleet.Start.AddMinutes(-1),
                    DepartureStated = true,
                    Route = [.. Fleet.RouteOf(asset).Coordinates.Select(c => new GeoPoint(c[1], c[0]))],
                    ToleranceM = Route.ToleranceM,
                    SilenceLimit = TimeSpan.FromDays(30),
                    By = "officer",
                    Zones = duty == DutyKind.Zones ? [.. ZonesOf(Fleet.RouteOf(asset))] : [],
                    StopLimit = duty == DutyKind.Zones ? TimeSpan.FromMinutes(15) : null,
                },
                Fleet.Start, Limits).Next;
        for (var number = 0; number < readings; number++)
            state = AssetDecider.Ingest(state, Batch(asset, number, 1), Now, Limits).Next;
        return state;
    }

    // Octagons of some 300 m along the way, every other one prohibited and a few kilometres off it.
    static IEnumerable<ShipmentZone> ZonesOf(Route route) => Enumerable.Range(0, 10).Select(i =>
    {
        var (lat, lon, _) = route.Along(route.LengthM * (i + 0.5) / 10, i % 2 * 4_000);
        var ring = Enumerable.Range(0, 9).Select(c => c % 8 * Math.PI / 4).Select(a => new GeoPoint(lat + (0.003 * Math.Sin(a)), lon + (0.003 * Math.Cos(a))));
        return new ShipmentZone($"zone {i}", i % 2 == 0 ? ZoneKind.Stop : ZoneKind.Prohibited, [.. ring]);
    });

    /// <summary>What is stored of so many readings that came together.</summary>
    public static ReadingsRecorded Event(int asset, int from, int count) =>
        AssetDecider.Ingest(AssetState.Of(AssetOf(asset)), Batch(asset, from, count), Now, Limits).Events.OfType<ReadingsRecorded>().Single();
}

/// <summary>By what an asset is judged.</summary>
public enum DutyKind
{
    None,
    Corridor,
    Zones,
}
