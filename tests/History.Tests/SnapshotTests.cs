using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class SnapshotTests(PostgresFixture postgres)
{
    const string Stream = "vehicle/29H81234";

    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Snapshots_are_kept_along_the_history_and_the_newest_wakes()
    {
        await using var history = await postgres.NewHistory();
        (await history.Snapshots.Wake(Stream, None)).Snapshot.Should().BeNull();
        (await history.Snapshots.Trail(Stream, None)).Marks.Should().BeEmpty();

        var snapshots = new[] { Snapshot(200, 0), Snapshot(100, 0), Snapshot(300, 200) };
        await Save(history, snapshots);
        await Save(history, [Snapshot(300, 250)]);

        (await history.Snapshots.Wake(Stream, None)).Snapshot!.Version.Should().Be(300);
        (await history.Snapshots.Load(Stream, 200, None))!.Version.Should().Be(200);
        (await history.Snapshots.Load(Stream, 250, None)).Should().BeNull();
        (await history.Snapshots.Trail(Stream, None)).Marks.Should().Equal(snapshots[1].Mark, snapshots[0].Mark, snapshots[2].Mark);
        (await history.Snapshots.Trail("vehicle/X", None)).Marks.Should().BeEmpty();
    }

    [Fact]
    public async Task Those_that_wake_together_each_get_their_own_and_whoever_has_more_is_told_so()
    {
        await using var history = await postgres.NewHistory();
        string[] streams = [.. Enumerable.Range(0, 300).Select(i => $"vehicle/W{i}")];

        // Of every three one is unknown, one has a few events, one a snapshot in the middle of more than are read at once.
        await Task.WhenAll(streams.Index().Where(s => s.Index % 3 > 0).Select(async s =>
        {
            for (var version = 0; version < (s.Index % 3 == 1 ? 3 : 25); version++)
                await history.Journal.Append(s.Item, version * 5, [.. Enumerable.Range(1, 5).Select(i => Readings(version * 5 + i, Fix(version * 5 + i)))]);
        }));
        foreach (var i in Enumerable.Range(0, 300).Where(i => i % 3 == 2))
            await Save(history, [Snapshot(i % 2 == 0 ? 20 : 120, 0)], streams[i]);

        var woken = await Task.WhenAll(streams.Select(s => history.Snapshots.Wake(s, None)));

        for (var i = 0; i < streams.Length; i++)
        {
            var (snapshot, events, isAll) = woken[i];
            var expected = (i % 3, i % 2) switch { (0, _) => (0, 0), (1, _) => (0, 15), (2, 0) => (20, 100), _ => (120, 5) };
            (snapshot?.Version ?? 0).Should().Be(expected.Item1);
            events.Select(e => e.Version).Should().Equal(Enumerable.Range(expected.Item1 + 1, expected.Item2).Select(v => (long)v));
            isAll.Should().Be(expected.Item2 < 100);
        }
    }

    [Fact]
    public async Task A_snapshot_of_another_format_is_not_used()
    {
        await using var history = await postgres.NewHistory();
        await Save(history, [Snapshot(200, 0) with { Format = AssetSnapshot.CurrentFormat - 1 }]);
        (await history.Snapshots.Wake(Stream, None)).Snapshot.Should().BeNull();
        (await history.Snapshots.Trail(Stream, None)).Marks.Should().BeEmpty();
        await Save(history, [Snapshot(100, 0)]);
        (await history.Snapshots.Wake(Stream, None)).Snapshot!.Version.Should().Be(100);
    }

    [Fact]
    public async Task A_state_comes_back_from_the_database_as_it_was_though_the_routes_are_kept_once()
    {
        await using var history = await postgres.NewHistory();
        var state = Driven(200, out _);
        await history.Journal.Append(Stream, 0, Duty, Readings(2, Fix(1)));
        await Save(history, [AssetSnapshot.Of(2, state, Stretch.Start)]);

        Same((await history.Snapshots.Wake(Stream, None)).Snapshot!.State, state.Tidy(DateTimeOffset.MaxValue));
        (await Scalar<string>(history, "select state::text from history.snapshots")).Should().NotContain("[106,21]");
    }

    [Fact]
    public async Task Times_at_their_limits_are_kept()
    {
        await using var history = await postgres.NewHistory();
        await Save(history, [AssetSnapshot.Of(1, AssetState.Of(Truck), Stretch.Start)]);
        (await history.Snapshots.Trail(Stream, None)).Marks.Should().Equal(AssetSnapshot.Of(1, AssetState.Of(Truck), Stretch.Start).Mark);
    }

    [Fact]
    public async Task What_waits_when_the_silo_stops_is_still_written()
    {
        await using var history = await postgres.NewHistory();
        var before = await TestHistory.Start(history.ConnectionString);
        for (var v = 1; v <= 500; v++)
            before.Snapshots.Save(Stream, Snapshot(v, v - 1)).Should().BeTrue();
        await before.DisposeAsync();
        (await history.Snapshots.Trail(Stream, None)).Marks.Should().HaveCount(500);
    }

    [Fact]
    public async Task Nobody_waits_for_room()
    {
        await using var history = await postgres.NewHistory();
        var (snapshot, kept) = (Snapshot(1, 0), 0);
        for (var i = 0; i < 20_000; i++)
            kept += history.Snapshots.Save(Stream, snapshot with { Version = i + 1 }) ? 1 : 0;
        kept.Should().BeLessThan(20_000, "what finds no room is lost");
        await Eventually.Get(() => Scalar<long>(history, "select count(*) from history.snapshots"), n => n == kept);
    }

    [Fact]
    public async Task A_database_of_the_version_before_upgrades_itself()
    {
        await using var history = await postgres.NewHistory();
        await Execute(history, """
            drop table history.snapshots;
            create table history.snapshots (stream varchar primary key, format integer not null, version bigint not null, state json not null);
            insert into history.snapshots values ('vehicle/29H81234', 2, 7, '{}');
            drop index history.ix_events_stream_not_readings;
            create index ix_events_alert on history.mt_events (stream_id, (data ->> 'alertId'), seq_id) where type in ('alert_raised', 'alert_updated');
            """);

        await using var upgraded = await TestHistory.Start(history.ConnectionString);
        (await upgraded.Snapshots.Wake(Stream, None)).Snapshot.Should().BeNull();
        await Save(upgraded, [Snapshot(100, 0)]);
        (await Scalar<long>(upgraded, "select count(*) from pg_indexes where indexname = 'ix_events_alert'")).Should().Be(0);
        (await Scalar<long>(upgraded, "select count(*) from pg_indexes where indexname = 'ix_events_stream_not_readings'")).Should().Be(1);

        await using var again = await TestHistory.Start(history.ConnectionString);
        (await again.Snapshots.Wake(Stream, None)).Snapshot!.Version.Should().Be(100, "nothing is made anew without need");
    }

    // A grain woken from a snapshot must go on exactly as one that never slept.
    [Fact]
    public void A_state_that_was_stored_judges_what_comes_next_as_the_one_that_was_not() =>
        Gen.Int[0, 300].Sample(
            readings =>
            {
                var awake = Driven(readings, out var next);
                var woken = Stored(awake);
                Same(woken, awake);
                foreach (var e in next)
                {
                    (awake, woken) = (awake.Evolve(e, DateTimeOffset.MinValue), woken.Evolve(e, DateTimeOffset.MinValue));
                    Same(woken, awake);
                }
            },
            iter: 60);

    static void Same(AssetState one, AssetState other)
    {
        Json(one).Should().Be(Json(other));
        one.Timeline.Verdict.Should().BeEquivalentTo(other.Timeline.Verdict, o => o.RespectingRuntimeTypes().ComparingRecordsByMembers());
        one.Duplicates.Should().Be(other.Duplicates);
    }

    static AssetState Stored(AssetState state) => JsonSerializer.Deserialize(Json(state), HistoryJson.TypeOf<AssetState>())!;

    static string Json(AssetState state) => JsonSerializer.Serialize(state, HistoryJson.TypeOf<AssetState>());

    static readonly DutyAssigned Duty =
        new(T(0), T(0), "2026-000001", T(0), new PlannedRoute([new GeoPosition(21, 106), new GeoPosition(22, 106)], 500), 900, "officer");

    static AssetSnapshot Snapshot(long version, long since)
    {
        // A tenth of a microsecond is what devices' times are kept to.
        var stretch = new Stretch(since, 1, 1, T(version).AddTicks(1), T(version).AddTicks(3), T(version).AddTicks(2));
        return AssetSnapshot.Of(version, AssetState.Of(Truck).Evolve(Readings(version, Fix(version)), DateTimeOffset.MaxValue), stretch);
    }

    static async Task Save(TestHistory history, AssetSnapshot[] snapshots, string stream = Stream)
    {
        // In order, so that the last one tells that all are there.
        foreach (var snapshot in snapshots)
            history.Snapshots.Save(stream, snapshot).Should().BeTrue();
        await Eventually.Get(
            () => Scalar<long>(history, $"select count(*) from history.snapshots where stream = '{stream}' and version in ({string.Join(", ", snapshots.Select(s => s.Version))})"),
            n => n == snapshots.Length);
    }

    static async Task<T> Scalar<T>(TestHistory history, string sql)
    {
        await using var command = history.Services.GetRequiredService<HistoryDatabase>().Command(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    static async Task Execute(TestHistory history, string sql)
    {
        await using var command = history.Services.GetRequiredService<HistoryDatabase>().Command(sql);
        await command.ExecuteNonQueryAsync();
    }

    // On duty, in and out of the corridor, with a jump, late readings and a clock ahead.
    static AssetState Driven(int readings, out List<AssetEvent> next)
    {
        var events = new List<AssetEvent>
        {
            Duty,
            new UnlockAuthorised(T(1), T(1), "2026-000001", new GeoPosition(21, 106), 300, T(0), T(9000), "officer", "note"),
            Raised("a1", 5, 6),
        };
        for (var i = 0; i < readings + 20; i++)
        {
            var lon = i % 23 > 15 ? 106.02 : 106.0;
            var fix = Fix(i * 60, i % 31 == 30 ? 25 : 21 + (i * 0.001), lon, mark: i % 17 == 16 ? SampleMark.ClockSkew : SampleMark.None);
            events.Add(Readings((i * 60) + 1, i % 7 == 6 ? [fix, Fix((i * 60) - 90, 21 + (i * 0.001) - 0.0015)] : [fix]));
        }

        next = events[^20..];
        return events[..^20].Aggregate(AssetState.Of(Truck), (s, e) => s.Evolve(e, DateTimeOffset.MinValue));
    }
}
