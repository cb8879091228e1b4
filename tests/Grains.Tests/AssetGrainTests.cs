using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Grains.Assets;

namespace ShipmentTracker.Grains.Tests;

public sealed class AssetGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    static readonly DateTimeOffset T0 = DateTimeOffset.UtcNow.AddMinutes(-30);

    [Fact]
    public async Task Records_a_burst_as_one_event_and_tells_its_state()
    {
        var asset = cluster.NewAsset();
        var result = await cluster.Grain(asset).Ingest(Cluster.Batch(0, (T0, 20.86, 106.7), (T0.AddSeconds(10), 20.86, 106.701)), default);

        result.Should().Be(new IngestResult(2, 0, 0));
        cluster.History.Stream(asset.ToString()).Should().ContainSingle().Which.Should().BeOfType<ReadingsRecorded>();
        var status = await cluster.Grain(asset).GetStatus(default);
        status!.LastPosition!.Lon.Should().Be(106.701);
        status.Readings.Should().Be(2);
    }

    [Fact]
    public async Task Knows_nothing_of_an_asset_never_heard_of() =>
        (await cluster.Grain(cluster.NewAsset()).GetStatus(default)).Should().BeNull();

    [Fact]
    public async Task Redelivery_changes_nothing()
    {
        var asset = cluster.NewAsset();
        var batch = Cluster.Batch(5, (T0, 20.86, 106.7), (T0.AddSeconds(10), 20.86, 106.701));
        await cluster.Grain(asset).Ingest(batch, default);
        var again = await cluster.Grain(asset).Ingest(batch, default);

        again.Should().Be(new IngestResult(0, 0, 2));
        cluster.History.Stream(asset.ToString()).Should().HaveCount(1);
    }

    [Fact]
    public async Task The_same_offsets_of_another_log_are_new()
    {
        var asset = cluster.NewAsset();
        await cluster.Grain(asset).Ingest(Cluster.Batch(5, (T0, 20.86, 106.7)), default);
        var other = Cluster.Batch(0, (T0.AddSeconds(10), 20.86, 106.701)) with { Source = Cluster.Source with { Log = "log-2" } };

        (await cluster.Grain(asset).Ingest(other, default)).Recorded.Should().Be(1);
    }

    [Theory]
    [InlineData(MemoryHistory.Fault.Away)]
    [InlineData(MemoryHistory.Fault.AnswerLost)]
    public async Task A_failed_append_is_repeated_to_the_same_effect_once(MemoryHistory.Fault fault)
    {
        var asset = cluster.NewAsset();
        await cluster.Grain(asset).Ingest(Cluster.Batch(0, (T0, 20.86, 106.7)), default);
        cluster.History.FailNext(asset.ToString(), fault);
        var batch = Cluster.Batch(1, (T0.AddSeconds(10), 20.86, 106.701));

        await cluster.Grain(asset).Invoking(g => g.Ingest(batch, default).AsTask()).Should().ThrowAsync<TimeoutException>();
        await cluster.Grain(asset).Ingest(batch, default);

        cluster.History.Stream(asset.ToString()).Should().HaveCount(2);
        (await cluster.Grain(asset).GetStatus(default))!.Readings.Should().Be(2);
    }

    [Fact]
    public async Task A_stale_activation_gives_way_and_the_retry_sees_the_truth()
    {
        var asset = cluster.NewAsset();
        await cluster.Grain(asset).Ingest(Cluster.Batch(0, (T0, 20.86, 106.7)), default);
        var elsewhere = (ReadingsRecorded)cluster.History.Stream(asset.ToString())[0];
        cluster.History.Intrude(asset.ToString(), elsewhere with
        {
            Readings = [elsewhere.Readings[0] with { At = T0.AddSeconds(5) }],
            Source = elsewhere.Source with { FirstOffset = 1, LastOffset = 1 },
        });

        var batch = Cluster.Batch(1, (T0.AddSeconds(5), 20.86, 106.7), (T0.AddSeconds(10), 20.86, 106.701));
        await cluster.Grain(asset).Invoking(g => g.Ingest(batch, default).AsTask()).Should().ThrowAsync<Exception>();
        IngestResult retried = default;
        await Eventually.True(async () => (retried = await cluster.Grain(asset).Ingest(batch, default)) != default, "the true activation answers");

        retried.Should().Be(new IngestResult(1, 0, 1));
        (await cluster.Grain(asset).GetStatus(default))!.Readings.Should().Be(3);
    }

    [Fact]
    public async Task Readings_older_than_those_at_hand_are_brought_in_from_the_history()
    {
        var asset = cluster.NewAsset();
        for (var i = 0; i < 30; i++)
            await cluster.Grain(asset).Ingest(
                Cluster.Batch(i * 10, [.. Enumerable.Range(0, 10).Select(k => (T0.AddSeconds(20 + i * 10 + k), 20.86, 106.7 + i * 0.001))]), default);

        var late = await cluster.Grain(asset).Ingest(Cluster.Batch(1000, (T0, 20.86, 106.7), (T0.AddSeconds(20), 20.86, 106.7)), default);

        late.Should().Be(new IngestResult(1, 1, 0), "one is new, one was there 280 readings ago");
    }

    [Fact]
    public async Task A_long_history_wakes_from_a_snapshot()
    {
        var asset = cluster.NewAsset();
        for (var i = 0; i < 250; i++)
            await cluster.Grain(asset).Ingest(Cluster.Batch(i, (T0.AddSeconds(i), 20.86, 106.7)), default);
        cluster.History.FailNext(asset.ToString(), MemoryHistory.Fault.Away);
        await cluster.Grain(asset).Invoking(g => g.Ingest(Cluster.Batch(250, (T0.AddSeconds(250), 20.86, 106.7)), default).AsTask()).Should().ThrowAsync<TimeoutException>();

        var before = cluster.History.Reads;
        (await cluster.Grain(asset).GetStatus(default))!.Readings.Should().Be(250);
        (cluster.History.Reads - before).Should().BeLessThan(100);
    }

    [Fact]
    public async Task Bursts_count_by_their_readings()
    {
        var asset = cluster.NewAsset();
        for (var i = 0; i < 50; i++)
            await cluster.Grain(asset).Ingest(Cluster.Batch(i * 100, [.. Enumerable.Range(i * 100, 100).Select(n => (T0.AddSeconds(n), 20.86, 106.7))]), default);

        (await cluster.History.Trail(asset.ToString(), default)).Marks.Select(m => (m.Version, m.Since, m.Readings, m.Oldest, m.Newest)).Should().Equal(
            Enumerable.Range(0, 5).Select(i => ((i + 1) * 10L, i * 10L, (i + 1) * 1000L, T0.AddSeconds(i * 1000), T0.AddSeconds((i * 1000) + 999))));
    }

    [Fact]
    public async Task A_late_reading_costs_what_was_recorded_since_and_no_more()
    {
        var asset = cluster.NewAsset();
        for (var i = 0; i < 100; i++)
            await cluster.Grain(asset).Ingest(Cluster.Batch(i * 100, [.. Enumerable.Range(i * 100, 100).Select(n => (T0.AddSeconds(n), 20.86, 106.7))]), default);

        var before = cluster.History.Reads;
        (await cluster.Grain(asset).Ingest(Cluster.Batch(10_000, (T0.AddSeconds(9_000.5), 20.86, 106.7)), default)).Recorded.Should().Be(1);
        (cluster.History.Reads - before).Should().BeLessThan(50);
    }

    [Fact]
    public async Task Snapshots_that_are_lost_are_made_again_by_the_next_wake()
    {
        var asset = cluster.NewAsset();
        for (var i = 0; i < 50; i++)
            await cluster.Grain(asset).Ingest(Cluster.Batch(i * 100, [.. Enumerable.Range(i * 100, 100).Select(n => (T0.AddSeconds(n), 20.86, 106.7))]), default);
        var trail = (await cluster.History.Trail(asset.ToString(), default)).Marks;
        cluster.History.ForgetSnapshots(asset.ToString());

        (await new AssetLoader(cluster.History, cluster.History).Load(asset, default)).Stretch.Since.Should().Be(50);
        (await cluster.History.Trail(asset.ToString(), default)).Marks.Should().Equal(trail);
    }

    [Fact]
    public async Task Calls_a_vehicle_lost_when_all_is_read_and_nothing_was_heard()
    {
        var asset = cluster.NewAsset();
        await cluster.Grain(asset).AssignDuty(Duty(TimeSpan.FromSeconds(1)), default);

        await Eventually.True(async () => (await cluster.Grain(asset).GetStatus(default))!.OpenAlerts.Any(a => a.Rule == "signal-lost"), "signal-lost");

        var heard = DateTimeOffset.UtcNow;
        await cluster.Grain(asset).Ingest(Cluster.Batch(0, (heard, 20.86, 106.7)), default);
        (await cluster.Grain(asset).GetStatus(default))!.OpenAlerts.Should().BeEmpty();
    }

    [Fact]
    public async Task An_officer_closes_an_alert_that_is_long_over()
    {
        var asset = cluster.NewAsset(AssetKind.Seal);
        var tampered = new SealReading { At = T0, ReceivedAt = T0, Offset = 0, Event = SealEvent.Tampered };
        await cluster.Grain(asset).Ingest(new ReadingBatch(Cluster.Source with { Topic = Topics.Seals }, [tampered]), default);
        var alert = (await cluster.Grain(asset).GetStatus(default))!.OpenAlerts.Single();

        (await cluster.Grain(asset).AcknowledgeAlert(new HandleAlert(alert.Id, "officer", "looking"), default)).Value!.Status.Should().Be(AlertStatus.Acknowledged);
        (await cluster.Grain(asset).CloseAlert(new HandleAlert(alert.Id, "officer", "seal replaced"), default)).Value!.Status.Should().Be(AlertStatus.Closed);
        (await cluster.Grain(asset).CloseAlert(new HandleAlert(alert.Id, "officer", null), default)).Value!.Closed!.Note.Should().Be("seal replaced");
        (await cluster.Grain(asset).CloseAlert(new HandleAlert("seal-X-none", "officer", null), default)).Rejection!.Kind.Should().Be(Contracts.RejectionKind.NotFound);
    }

    static AssignDuty Duty(TimeSpan silence) => new()
    {
        Shipment = "2026-999999",
        DepartedAt = DateTimeOffset.UtcNow,
        DepartureStated = false,
        Route = [],
        ToleranceM = 500,
        SilenceLimit = silence,
        By = "tester",
    };
}
