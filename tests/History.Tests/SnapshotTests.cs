using System.Text.Json;
using CsCheck;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class SnapshotTests(PostgresFixture postgres)
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_newest_snapshot_is_kept()
    {
        await using var history = await postgres.NewHistory();
        (await history.Snapshots.Load("vehicle/29H81234", None)).Should().BeNull();

        await history.Snapshots.Save("vehicle/29H81234", Snapshot(200), None);
        await history.Snapshots.Save("vehicle/29H81234", Snapshot(100), None);
        (await history.Snapshots.Load("vehicle/29H81234", None))!.Version.Should().Be(200);
        await history.Snapshots.Save("vehicle/29H81234", Snapshot(300), None);
        (await history.Snapshots.Load("vehicle/29H81234", None))!.Version.Should().Be(300);
    }

    [Fact]
    public async Task A_snapshot_of_another_format_is_not_used()
    {
        await using var history = await postgres.NewHistory();
        await history.Snapshots.Save("vehicle/29H81234", Snapshot(200) with { Format = AssetSnapshot.CurrentFormat + 1 }, None);
        (await history.Snapshots.Load("vehicle/29H81234", None)).Should().BeNull();
        await history.Snapshots.Save("vehicle/29H81234", Snapshot(100), None);
        (await history.Snapshots.Load("vehicle/29H81234", None))!.Version.Should().Be(100);
    }

    [Fact]
    public async Task A_state_comes_back_from_the_database_as_it_was()
    {
        await using var history = await postgres.NewHistory();
        var state = Driven(200, out _);
        await history.Snapshots.Save("vehicle/29H81234", new AssetSnapshot(AssetSnapshot.CurrentFormat, 7, state), None);
        Same((await history.Snapshots.Load("vehicle/29H81234", None))!.State, state);
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

    static AssetSnapshot Snapshot(long version) => new(AssetSnapshot.CurrentFormat, version, Driven(5, out _));

    // On duty, in and out of the corridor, with a jump, late readings and a clock ahead.
    static AssetState Driven(int readings, out List<AssetEvent> next)
    {
        var events = new List<AssetEvent>
        {
            new DutyAssigned(T(0), T(0), "2026-000001", T(0), new PlannedRoute([new GeoPosition(21, 106), new GeoPosition(22, 106)], 500), 900, "officer"),
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
