using System.Collections.Immutable;
using ShipmentTracker.Cli.Simulation;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Rules;

namespace ShipmentTracker.Simulation.Tests;

/// <summary>The demo's messages judged by the product's own rules, without a server: exactly the alerts there should be.</summary>
public sealed class RulesTests
{
    // The server's own limits, where a shipment does not state any.
    static readonly TimeSpan SignalLostAfter = TimeSpan.FromMinutes(15);
    static readonly TimeSpan SealSilenceAfter = TimeSpan.FromMinutes(30);
    static readonly TimeSpan StopAfter = TimeSpan.FromMinutes(15);
    static readonly RuleLimits Limits = new();

    [Theory, InlineData(3), InlineData(31)]
    public void Each_incident_raises_its_alert_and_nothing_else_happens_in_seven_minutes(int seed)
    {
        var fleet = Demo.Fleet(seed);

        Alerts(fleet, Script.LatestSummaryS).Should().BeEquivalentTo(
        [
            Raised(TruckRole.LeavesCorridor, "route-deviation"),
            Raised(TruckRole.LeavesCorridor, "route-deviation cleared"),
            $"seal/{Of(TruckRole.SealCut).Journey(0).Seals[0]} seal-breach",
            Raised(TruckRole.GoesSilent, "signal-lost"),
        ]);

        TruckPlan Of(TruckRole role) => fleet.Single(truck => truck.Role == role);
        string Raised(TruckRole role, string what) => $"vehicle/{Of(role).Plate} {what}";
    }

    [Fact]
    public void Trucks_without_an_incident_raise_no_alert_in_an_hour() =>
        Alerts([.. Demo.Fleet(17).Where(truck => truck.Role is TruckRole.Plain or TruckRole.UploadsLate)], Demo.HourS).Should().BeEmpty();

    [Fact]
    public void Every_road_has_places_to_rest_and_one_to_keep_out_of_that_is_well_clear_of_it()
    {
        foreach (var road in Demo.Roads)
        {
            road.Zones.Should().Contain(zone => zone.Kind == "stop").And.ContainSingle(zone => zone.Kind == "prohibited");
            road.Zones.Single(zone => zone.Kind == "prohibited").Ring.Min(road.Path.DistanceM).Should().BeGreaterThan(1500, road.Name);
            road.Zones.Select(zone => zone.Name).Should().OnlyHaveUniqueItems();
            road.Reversed().Zones.Should().Equal(road.Zones);
        }
    }

    static List<string> Alerts(ImmutableArray<TruckPlan> fleet, int untilS)
    {
        var told = new List<string>();
        foreach (var truck in fleet)
        {
            var states = truck.Journey(0).Assets.ToDictionary(asset => asset, asset => Departed(truck.Journey(0), asset, told));
            for (var second = 0; second < untilS && second <= truck.Journey(0).EndS; second++)
            {
                var now = Demo.Start.AddSeconds(second);
                foreach (var messages in truck.SentAt(second).GroupBy(message => message.Asset))
                {
                    var readings = messages.Select((message, i) => Reading(message, now, (10_000L * second) + i)).ToImmutableArray();
                    var batch = new ReadingBatch(new LogPartition("log", DeviceJson.Encode(messages.First(), Demo.Start).Topic, 0), readings);
                    states[messages.Key] = Tell(AssetDecider.Ingest(states[messages.Key], batch, now, Limits), told);
                }
                foreach (var asset in states.Keys)
                    states[asset] = Tell(AssetDecider.CheckSilence(states[asset], now, now), told);
            }
        }
        return told;
    }

    static AssetState Departed(Journey journey, string asset, List<string> told)
    {
        var parts = asset.Split('/');
        var isSeal = parts[0] == "seal";
        var limitS = isSeal ? journey.Limits?.SealSilenceSeconds : journey.Limits?.SignalLostSeconds;
        var duty = new AssignDuty
        {
            Shipment = "2026-000001",
            DepartedAt = Demo.Start.AddSeconds(journey.StartS - 60),
            DepartureStated = true,
            Route = isSeal ? [] : [.. journey.Road.Path.Points.Select(p => new Contracts.GeoPoint(p.Lat, p.Lon))],
            ToleranceM = journey.ToleranceM,
            SilenceLimit = limitS is { } s ? TimeSpan.FromSeconds(s) : isSeal ? SealSilenceAfter : SignalLostAfter,
            By = "test",
            Zones = isSeal ? [] : [.. journey.Road.Zones.Select(Zone)],
            StopLimit = parts[0] == "vehicle" ? StopAfter : null,
        };
        return Tell(AssetDecider.AssignDuty(AssetState.Of(new AssetId(Enum.Parse<AssetKind>(parts[0], true), parts[1])), duty, Demo.Start, Limits), told);
    }

    static ShipmentZone Zone(DemoZone zone) =>
        new(zone.Name, Enum.Parse<ZoneKind>(zone.Kind, true), [.. zone.Ring.Select(p => new Contracts.GeoPoint(p.Lat, p.Lon))]);

    static AssetState Tell(Decision decision, List<string> told)
    {
        decision.Rejection.Should().BeNull();
        decision.OlderThan.Should().BeNull();
        foreach (var @event in decision.Events)
        {
            var line = @event switch
            {
                AlertRaised e => $"{decision.Next.Facts.Asset} {e.Rule}",
                AlertCleared e => $"{decision.Next.Facts.Asset} {decision.Next.Facts.Alerts.Single(a => a.Id == e.AlertId).Rule} cleared",
                AlertUpdated => $"{decision.Next.Facts.Asset} updated",
                _ => null,
            };
            if (line is not null)
                told.Add(line);
        }
        return decision.Next;
    }

    static Reading Reading(DeviceMessage message, DateTimeOffset receivedAt, long offset)
    {
        var at = Demo.Start.AddSeconds(message.Second);
        return message switch
        {
            Cli.Simulation.PositionSample m => new PositionReading
            {
                At = at,
                ReceivedAt = receivedAt,
                Offset = offset,
                Seq = m.Seq,
                Lat = m.Place.Lat,
                Lon = m.Place.Lon,
                SpeedKph = m.SpeedKph,
                HeadingDeg = m.HeadingDeg,
                AccuracyM = m.AccuracyM,
            },
            Cli.Simulation.SealSample m => new SealReading
            {
                At = at,
                ReceivedAt = receivedAt,
                Offset = offset,
                Seq = m.Seq,
                Lat = m.Place.Lat,
                Lon = m.Place.Lon,
                Event = Enum.Parse<SealEvent>(m.Event, true),
                BatteryPct = m.BatteryPct,
            },
            Cli.Simulation.SensorSample m => new SensorReading
            {
                At = at,
                ReceivedAt = receivedAt,
                Offset = offset,
                Seq = m.Seq,
                Lat = m.Place.Lat,
                Lon = m.Place.Lon,
                TemperatureC = m.TemperatureC,
                HumidityPct = m.HumidityPct,
            },
            _ => throw new InvalidOperationException("Garbage is not decoded."),
        };
    }
}
