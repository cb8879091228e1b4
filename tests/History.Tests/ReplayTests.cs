using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Views;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class ReplayTests(PostgresFixture postgres)
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_state_at_a_moment_holds_what_had_happened_by_then()
    {
        await using var history = await postgres.NewHistory();
        await Travelled(history);

        var then = (await history.Queries.AssetStateAt(Truck, T(15), null, None))!;
        then.Readings.Should().Be(2);
        then.At.Should().Be(T(15));
        then.LastPosition!.Lat.Should().Be(21.15);
        then.OpenAlerts.Should().ContainSingle().Which.Id.Should().Be("a1");

        var now = (await history.Queries.AssetStateAt(Truck, null, null, None))!;
        now.Readings.Should().Be(4);
        now.LastPosition!.Lat.Should().Be(21.3);
        now.OpenAlerts.Should().BeEmpty();
        now.Version.Should().Be(5);
    }

    [Fact]
    public async Task As_known_at_a_moment_late_readings_had_not_come_yet()
    {
        await using var history = await postgres.NewHistory();
        await Travelled(history);

        var known = (await history.Queries.AssetStateAt(Truck, T(16), T(25), None))!;
        known.Readings.Should().Be(1);
        known.LastPosition!.Lat.Should().Be(21.1);
        known.OpenAlerts.Should().BeEmpty();
        (await history.Queries.AssetStateAt(Truck, T(16), T(5), None)).Should().BeNull("nothing was recorded by then");
        (await history.Queries.AssetStateAt(Truck, T(5), null, None)).Should().BeNull("nothing had happened by then");
    }

    [Fact]
    public async Task A_shipment_at_a_moment()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append(
            "shipment/2026-000001", 0,
            new ShipmentRegistered(
                T(1), T(1), "2026-000001", "D-1", "Blue Line", "VNHPH", "VNLSN", new PlannedRoute([new GeoPosition(20.8, 106.7), new GeoPosition(21.9, 106.7)], 500),
                "vehicle/29H81234", [], [], null, null, null, "officer"),
            new ShipmentDeparted(T(5), T(10), "2026-000001", "officer", null));

        (await history.Queries.ShipmentStateAt("2026-000001", T(7), null, None))!.Status.Should().Be(ShipmentStatus.InTransit);
        (await history.Queries.ShipmentStateAt("2026-000001", T(7), T(9), None))!.Status.Should().Be(ShipmentStatus.Registered);
        (await history.Queries.ShipmentStateAt("2026-000001", T(0), null, None)).Should().BeNull();
    }

    [Fact]
    public async Task Events_come_as_they_are_stored()
    {
        await using var history = await postgres.NewHistory();
        await Travelled(history);

        var all = await history.Queries.Events("vehicle/29H81234", [], 0, 100, None);
        all.Select(e => e.Version).Should().Equal(1, 2, 3, 4, 5);
        var events = await history.Queries.Events("vehicle/29H81234", [], all[0].Sequence, 2, None);
        events.Select(e => (e.Version, e.Type, e.At, e.RecordedAt)).Should().Equal(
            (2, "readings_recorded", T(30), T(31)), (3, "readings_recorded", T(15), T(32)));
        events[0].Sequence.Should().BeLessThan(events[1].Sequence);
        events[0].Data.GetProperty("readings")[0].GetProperty("lat").GetDouble().Should().Be(21.2);
        events[0].Data.GetProperty("at").GetString().Should().Be("2026-11-22T12:00:30Z");
        events[0].Data.ValueKind.Should().Be(JsonValueKind.Object);
        (await history.Queries.Events("vehicle/29H81234", ["alert_raised", "alert_cleared"], 0, 100, None)).Select(e => e.Version).Should().Equal(4, 5);
        (await history.Queries.StreamExists("vehicle/29H81234", None)).Should().BeTrue();
        (await history.Queries.StreamExists("vehicle/X", None)).Should().BeFalse();
    }

    [Fact]
    public async Task A_track_is_in_the_order_of_device_time_and_tells_marks()
    {
        await using var history = await postgres.NewHistory();
        await Travelled(history);
        await history.Journal.Append("vehicle/29H81234", 5, Readings(
            40, Fix(33, 50, 50, mark: SampleMark.Implausible), new SensorSample { At = T(34), Lat = 21.4, Lon = 106, TemperatureC = 3 }, new SensorSample { At = T(35), TemperatureC = 3 }));

        var track = await Track(history.Queries, null, null);
        track.Select(p => (p.At, p.Lat, p.Kind, p.Mark)).Should().Equal(
            (T(10), 21.1, "position", null), (T(15), 21.15, "position", null), (T(20), 21.2, "position", null), (T(30), 21.3, "position", null),
            (T(33), 50, "position", "implausible"), (T(34), 21.4, "sensor", null));
        track[0].SpeedKph.Should().Be(50);
        track[0].ReceivedAt.Should().Be(T(11));
        (await Track(history.Queries, T(15), T(30))).Select(p => p.At).Should().Equal(T(15), T(20), T(30));
    }

    [Fact]
    public async Task Readings_come_in_the_order_of_device_time_with_all_they_tell()
    {
        await using var history = await postgres.NewHistory();
        await Travelled(history);
        await history.Journal.Append("vehicle/29H81234", 5, Readings(
            40,
            new SensorSample { At = T(14), DelayMs = 2_000, TemperatureC = -18.2, HumidityPct = 60, ShockG = 0.2, DoorOpen = false, LightLux = 1, BatteryPct = 71 },
            new SealSample { At = T(36), Event = SealEvent.Cut, Operator = "Lan", BatteryPct = 80, Lat = 21.4, Lon = 106 }));

        var told = new List<ToldReading>();
        await foreach (var reading in history.Queries.Readings(Truck, T(14), null, None))
            told.Add(reading);

        told.Select(r => (r.At, r.RecordedAt, r.Kind)).Should().Equal(
            (T(14), T(40), "sensor"), (T(15), T(32), "position"), (T(20), T(31), "position"), (T(30), T(31), "position"), (T(36), T(40), "seal"));
        told[0].Should().Be(new ToldReading(T(14), T(40), "sensor", null) { ReceivedAt = T(16), TemperatureC = -18.2, HumidityPct = 60, ShockG = 0.2, DoorOpen = false, LightLux = 1, BatteryPct = 71 });
        told[4].Should().Be(new ToldReading(T(36), T(40), "seal", null) { ReceivedAt = T(36), Lat = 21.4, Lon = 106, BatteryPct = 80, Event = "cut", Operator = "Lan" });
    }

    [Fact]
    public async Task A_reader_of_its_own_sees_the_same()
    {
        await using var history = await postgres.NewHistory();
        await Travelled(history);

        await using var reader = new ServiceCollection().AddHistoryReader(history.ConnectionString).BuildServiceProvider();
        var queries = reader.GetRequiredService<IHistoryQueries>();
        (await queries.AssetStateAt(Truck, T(15), null, None))!.Readings.Should().Be(2);
        (await Track(queries, null, null)).Should().HaveCount(4);
    }

    [Fact]
    public async Task A_long_history_is_read_in_pages()
    {
        await using var history = await postgres.NewHistory();
        for (var i = 0; i < 10; i++)
            await history.Journal.Append("vehicle/29H81234", i * 100, [.. Enumerable.Range(i * 100, 100).Select(n => Readings(n + 1, Fix(n, 21 + (n * 0.0001))))]);

        var events = await history.Log.All("vehicle/29H81234");
        events.Select(e => e.Version).Should().Equal(Enumerable.Range(1, 1000).Select(v => (long)v));
        (await history.Queries.AssetStateAt(Truck, T(500), null, None))!.Readings.Should().Be(501);
    }

    // Bursts, some of them late, and clocks ahead; every so often a snapshot, and one that was lost.
    [Fact]
    public async Task A_long_history_answers_from_its_snapshots_as_from_all_of_its_events()
    {
        await using var history = await postgres.NewHistory();
        var random = new Random(20261122);
        var events = new List<AssetEvent>();
        var (state, stretch, second) = (AssetState.Of(Truck), Stretch.Start, 0);
        for (var i = 0; i < 400; i++)
        {
            var recorded = (i + 1) * 100;
            second = i * 100;
            List<AssetEvent> now = [Readings(recorded, [.. Enumerable.Range(0, random.Next(1, 8)).Select(k => Fix(
                second + (k * 10) - (random.Next(30) == 0 ? random.Next(second + 1) : 0), 21 + (i * 0.001), delayS: 5, mark: random.Next(40) == 0 ? SampleMark.ClockSkew : SampleMark.None))])];
            if (i % 50 == 20)
                now.Add(new DutyAssigned(T(second + 300), T(recorded), $"2026-{i:000000}", T(second), null, 900, "officer"));
            if (i % 50 == 40)
                now.Add(new DutyReleased(T(second), T(recorded), $"2026-{i - 20:000000}", "officer"));
            if (i % 30 == 5)
                now.Add(Raised($"a{i}", second, recorded));
            if (i % 30 == 25)
                now.Add(new AlertCleared(T(second), T(recorded), $"a{i - 20}", false, false, "back"));
            foreach (var e in now)
            {
                events.Add(e);
                state = state.Evolve(e, DateTimeOffset.MaxValue) with { Misses = null };
                stretch = stretch.With(e);
                if (events.Count % 25 != 0)
                    continue;
                if (events.Count % 100 != 0)
                    history.Snapshots.Save("vehicle/29H81234", AssetSnapshot.Of(events.Count, state, stretch)).Should().BeTrue();
                stretch = stretch.After(events.Count);
            }
        }

        await history.Journal.Append("vehicle/29H81234", 0, [.. events]);
        await Eventually.Get(async () => (await history.Snapshots.Trail("vehicle/29H81234", None)).Marks.Length, n => n == (events.Count / 25) - (events.Count / 100));

        for (var i = 0; i < 150; i++)
        {
            var (at, knownAt) = (T(random.Next(-100, second + 200)), i % 3 == 0 ? T(random.Next(-100, second + 200)) : DateTimeOffset.MaxValue);
            (await history.Queries.AssetStateAt(Truck, at, knownAt, None)).Should().BeEquivalentTo(Folded(at, knownAt), o => o.WithStrictOrdering());
            var from = T(random.Next(-100, second));
            (await Track(history.Queries, from, from.AddSeconds(500))).Select(p => p.At).Should().Equal(
                events.OfType<ReadingsRecorded>().SelectMany(e => e.Readings).Select(s => s.At).Where(t => t >= from && t <= from.AddSeconds(500)).Order());
        }

        (await Track(history.Queries, null, null)).Should().HaveCount(events.OfType<ReadingsRecorded>().Sum(e => e.Readings.Length));

        AssetStatus? Folded(DateTimeOffset at, DateTimeOffset knownAt)
        {
            var known = events.Index().Where(e => e.Item.RecordedAt <= knownAt).Select(e => (e.Index, Event: AssetFacts.AsOf(e.Item, at))).Where(e => e.Event is not null).ToList();
            var facts = known.Aggregate(AssetFacts.Of(Truck), (f, e) => f.Evolve(e.Event!)).AlertsAsOf(at);
            return known.Exists(e => e.Event is not AlertEvent) || !facts.Alerts.IsEmpty ? facts.ToStatus(known[^1].Index + 1) : null;
        }
    }

    [Fact]
    public async Task What_is_no_reading_is_found_by_its_index()
    {
        await using var history = await postgres.NewHistory();
        await Travelled(history);
        var events = new List<VersionedEvent>();
        await foreach (var e in history.Log.ReadWithoutReadings("vehicle/29H81234", None))
            events.Add(e);
        events.Select(e => (e.Version, e.Event.GetType())).Should().Equal((4, typeof(AlertRaised)), (5, typeof(AlertCleared)));
    }

    [Fact]
    public async Task Whoever_stops_reading_leaves_no_connection_behind()
    {
        await using var history = await postgres.NewHistory();
        for (var i = 0; i < 10; i++)
            await history.Journal.Append("vehicle/29H81234", i * 100, [.. Enumerable.Range(i * 100, 100).Select(n => Readings(n + 1, Fix(n)))]);
        for (var i = 0; i < 100; i++)
            await foreach (var (version, _) in history.Log.Read("vehicle/29H81234", 0, None))
                if (version == i + 1)
                    break;
        (await history.Log.All("vehicle/29H81234")).Should().HaveCount(1000);
    }

    // Two fixes at once; then one that comes late and raises an alert for the past; then the alert is over.
    static Task Travelled(TestHistory history) => history.Journal.Append(
        "vehicle/29H81234", 0,
        Readings(11, Fix(10, 21.1)),
        Readings(31, Fix(20, 21.2), Fix(30, 21.3)),
        Readings(32, Fix(15, 21.15, delayS: 17)),
        Raised("a1", 15, 32),
        new AlertCleared(T(20), T(33), "a1", true, false, "back"));

    static async Task<List<TrackPoint>> Track(IHistoryQueries queries, DateTimeOffset? from, DateTimeOffset? to)
    {
        var all = new List<TrackPoint>();
        await foreach (var p in queries.Track(Truck, from, to, None))
            all.Add(p);
        return all;
    }
}
