using CsCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.DeadLetters;
using ShipmentTracker.Silo.Ingest.Pipeline;
using static ShipmentTracker.Silo.Tests.Ingest.IngestWorld;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class PartitionPipelineTests
{
    [Fact]
    public async Task Hands_readings_to_their_asset_and_then_moves_on()
    {
        using var world = new IngestWorld();
        world.Pipeline.Accept(Good(7));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 8);

        var call = world.Calls.Should().ContainSingle().Subject;
        call.Asset.ToString().Should().Be("vehicle/A1");
        call.Batch.Source.Should().Be(new LogPartition("cluster/topic", "tracking.positions", 3));
        call.Batch.Readings.Should().ContainSingle().Which.Offset.Should().Be(7);
    }

    [Fact]
    public async Task Makes_one_call_per_asset_and_batch_in_the_partitions_order()
    {
        using var world = new IngestWorld();
        for (var i = 0; i < 90; i++) world.Pipeline.Accept(Good(i, $"vehicle/A{i % 3}"));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 90);

        world.Calls.Should().HaveCount(3);
        foreach (var (_, batch) in world.Calls)
            batch.Readings.Select(reading => reading.Offset).Should().BeInAscendingOrder().And.HaveCount(30);
    }

    [Fact]
    public async Task Starts_no_batch_before_the_one_before_is_done()
    {
        using var world = new IngestWorld();
        var slow = new TaskCompletionSource();
        world.OnCall = (asset, _) => asset.Id == "SLOW" ? slow.Task : Task.CompletedTask;
        world.Pipeline.Accept(Good(0, "vehicle/SLOW"));
        world.Pipeline.Accept(Good(1, "vehicle/FAST"));
        world.Pipeline.Start();
        await world.Until(() => world.Calls.Count == 2);

        world.Pipeline.Accept(Good(2, "vehicle/FAST"));
        world.Pipeline.Accept(Good(3, "vehicle/FAST"));
        world.Pipeline.Position.Should().Be(0, "the slow asset's reading is not durable yet");
        world.Calls.Should().HaveCount(2);

        slow.SetResult();
        await world.Until(() => world.Pipeline.Position == 4);
        world.Calls.Last().Batch.Readings.Select(reading => reading.Offset).Should().Equal([2, 3], "what gathered meanwhile is one batch");
    }

    [Fact]
    public async Task Takes_no_more_into_a_batch_than_allowed()
    {
        using var world = new IngestWorld(options => options.BatchMessages = 10);
        for (var i = 0; i < 25; i++) world.Pipeline.Accept(Good(i));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 25);

        world.Calls.Select(call => call.Batch.Readings.Length).Should().Equal(10, 10, 5);
    }

    [Fact]
    public async Task Tells_an_asset_of_many_readings_in_several_calls_one_after_the_other()
    {
        using var world = new IngestWorld();
        for (var i = 0; i < 2500; i++) world.Pipeline.Accept(Good(i));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 2500);

        world.Calls.Select(call => call.Batch.Readings.Length).Should().Equal(1000, 1000, 500);
        world.Calls.SelectMany(call => call.Batch.Readings).Select(reading => reading.Offset).Should().Equal(Enumerable.Range(0, 2500).Select(i => (long)i));
    }

    [Fact]
    public async Task Makes_no_more_calls_at_once_than_allowed()
    {
        var now = 0;
        var most = 0;
        using var world = new IngestWorld(options => options.CallsAtOnce = 4);
        world.OnCall = async (_, _) =>
        {
            lock (world) most = Math.Max(most, ++now);
            await Task.Yield();
            lock (world) now--;
        };
        for (var i = 0; i < 200; i++) world.Pipeline.Accept(Good(i, $"vehicle/A{i}"));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 200);

        most.Should().BeLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task Repeats_a_failed_call_until_it_works_and_only_that_one()
    {
        using var world = new IngestWorld();
        var failures = 0;
        world.OnCall = (asset, _) => asset.Id == "A1" && failures++ < 5 ? throw new TimeoutException() : Task.CompletedTask;
        world.Pipeline.Accept(Good(0, "vehicle/A1"));
        world.Pipeline.Accept(Good(1, "vehicle/A2"));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 2);

        world.Calls.Count(call => call.Asset.Id == "A1").Should().Be(6);
        world.Calls.Count(call => call.Asset.Id == "A2").Should().Be(1);
    }

    [Fact]
    public async Task Health_is_degraded_while_calls_fail_and_well_again_after()
    {
        using var world = new IngestWorld();
        var broken = true;
        world.OnCall = (_, _) => broken ? throw new TimeoutException() : Task.CompletedTask;
        world.Pipeline.Accept(Good(0));
        world.Pipeline.Start();

        async Task<HealthStatus> Status() => (await world.Health.CheckHealthAsync(new HealthCheckContext())).Status;
        await world.Until(() => world.Calls.Count > 8);
        (await Status()).Should().Be(HealthStatus.Degraded);

        broken = false;
        await world.Until(() => world.Pipeline.Position == 1);
        (await Status()).Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_bad_message_is_done_only_when_its_dead_letter_is_acknowledged()
    {
        using var world = new IngestWorld();
        var acknowledged = new TaskCompletionSource<IReadOnlyList<DeadLetter>>();
        world.OnLetters = _ => acknowledged.Task;
        world.Pipeline.Accept(Good(0));
        world.Pipeline.Accept(Bad(1));
        world.Pipeline.Start();
        await world.Until(() => world.Calls.Count == 1);
        world.Pipeline.Position.Should().Be(0);

        acknowledged.SetResult([]);
        await world.Until(() => world.Pipeline.Position == 2);

        var letter = world.Letters.Should().ContainSingle().Subject;
        letter.Message.Offset.Should().Be(1);
        letter.Message.Value.Should().Equal("garbage"u8.ToArray());
        letter.Message.Reason.Should().Be("it is garbage");
        letter.Source.Partition.Should().Be(3);
    }

    [Fact]
    public async Task Only_dead_letters_that_failed_are_sent_again()
    {
        using var world = new IngestWorld();
        var sendings = 0;
        world.OnLetters = letters => Task.FromResult<IReadOnlyList<DeadLetter>>(sendings++ < 3 ? [.. letters.Skip(1)] : []);
        for (var i = 0; i < 10; i++) world.Pipeline.Accept(Bad(i));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 10);

        world.Letters.Select(letter => letter.Message.Offset).Should().BeEquivalentTo(Enumerable.Range(0, 10));
    }

    [Fact]
    public async Task Thousands_of_bad_messages_are_sent_at_once()
    {
        using var world = new IngestWorld();
        var sendings = 0;
        world.OnLetters = _ =>
        {
            sendings++;
            return Task.FromResult<IReadOnlyList<DeadLetter>>([]);
        };
        for (var i = 0; i < 4000; i++) world.Pipeline.Accept(i % 2 == 0 ? Bad(i) : Good(i));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 4000);

        sendings.Should().Be(1);
        world.Letters.Should().HaveCount(2000);
    }

    [Fact]
    public async Task What_is_dead_lettered_is_told_to_the_ledger_then_and_is_done_only_when_that_has_it()
    {
        using var world = new IngestWorld();
        var told = new TaskCompletionSource();
        var topicHadIt = false;
        world.OnLedger = () =>
        {
            topicHadIt = world.Letters.Count == 2;
            return told.Task;
        };
        world.Pipeline.Accept(Bad(4, "vehicle/A1"));
        world.Pipeline.Accept(Good(5));
        world.Pipeline.Accept(Bad(6));
        world.Pipeline.Start();
        await world.Until(() => world.Ledger.Count == 1);
        world.Pipeline.Position.Should().Be(4, "the offsets are committed up to here only");
        topicHadIt.Should().BeTrue();

        told.SetResult();
        await world.Until(() => world.Pipeline.Position == 7);

        var (source, lines) = world.Ledger.Should().ContainSingle().Subject;
        source.Should().Be(new LogPartition("cluster/topic", "tracking.positions", 3));
        lines.Should().Equal(
            new LedgerLine(new AssetId(AssetKind.Vehicle, "A1"), 4, DateTimeOffset.UnixEpoch.AddSeconds(4), new LetterContent("it is garbage", "garbage")),
            new LedgerLine(null, 6, DateTimeOffset.UnixEpoch.AddSeconds(6), new LetterContent("it is garbage", "garbage")));
    }

    [Fact]
    public async Task A_ledger_that_fails_gets_the_same_again_until_it_has_it_and_the_topic_nothing_twice()
    {
        using var world = new IngestWorld(options => options.BatchMessages = 10);
        var failures = 0;
        world.OnLedger = () => failures++ < 5 ? throw new TimeoutException() : Task.CompletedTask;
        for (var i = 0; i < 20; i++) world.Pipeline.Accept(Bad(i));
        world.Pipeline.Start();

        await world.Until(() => failures > 2);
        world.Pipeline.Position.Should().Be(0);
        await world.Until(() => world.Pipeline.Position == 20);

        world.Letters.Select(letter => letter.Message.Offset).Should().Equal(Enumerable.Range(0, 20).Select(i => (long)i));
        world.Ledger.Select(added => added.Lines[0].Offset).Should().Equal([0, 0, 0, 0, 0, 0, 10]);
        world.Ledger.Should().OnlyContain(added => added.Lines.Length == 10);
    }

    [Fact]
    public async Task Health_is_degraded_while_the_ledger_fails()
    {
        using var world = new IngestWorld();
        var broken = true;
        world.OnLedger = () => broken ? throw new TimeoutException() : Task.CompletedTask;
        world.Pipeline.Accept(Bad(0));
        world.Pipeline.Start();

        await world.Until(() => world.Ledger.Count > 8);
        (await world.Health.CheckHealthAsync(new HealthCheckContext())).Status.Should().Be(HealthStatus.Degraded);

        broken = false;
        await world.Until(() => world.Pipeline.Position == 1);
        (await world.Health.CheckHealthAsync(new HealthCheckContext())).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Where_all_can_be_used_nothing_is_asked_of_the_topic_of_dead_letters_and_of_the_ledger()
    {
        using var world = new IngestWorld();
        var sendings = 0;
        world.OnLetters = _ =>
        {
            sendings++;
            return Task.FromResult<IReadOnlyList<DeadLetter>>([]);
        };
        for (var i = 0; i < 100; i++) world.Pipeline.Accept(Good(i));
        world.Pipeline.Start();

        await world.Until(() => world.Pipeline.Position == 100);

        sendings.Should().Be(0);
        world.Ledger.Should().BeEmpty();
    }

    [Fact]
    public async Task Works_on_nothing_before_it_knows_which_log_it_is()
    {
        using var world = new IngestWorld();
        var known = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Identity = known;
        world.Pipeline.Accept(Good(0));
        world.Pipeline.Start();
        world.Pipeline.Log.Should().BeNull();
        world.Calls.Should().BeEmpty();

        known.SetResult("another");
        await world.Until(() => world.Pipeline.Position == 1);

        world.Calls.Single().Batch.Source.Log.Should().Be("another");
    }

    [Fact]
    public async Task Finishing_ends_the_batch_in_flight_and_leaves_the_rest_uncommitted()
    {
        using var world = new IngestWorld(options => options.BatchMessages = 5);
        var slow = new TaskCompletionSource();
        world.OnCall = (_, _) => slow.Task;
        for (var i = 0; i < 10; i++) world.Pipeline.Accept(Good(i));
        world.Pipeline.Start();
        await world.Until(() => world.Calls.Count == 1);

        world.Pipeline.Finish();
        world.Pipeline.Completion.IsCompleted.Should().BeFalse();
        slow.SetResult();
        await world.Pipeline.Completion;

        world.Pipeline.Position.Should().Be(5);
        world.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task Finishing_an_idle_partition_ends_at_once()
    {
        using var world = new IngestWorld();
        world.Pipeline.Start();

        world.Pipeline.Finish();

        await world.Pipeline.Completion.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Abandoning_leaves_the_batch_in_flight_uncommitted()
    {
        using var world = new IngestWorld();
        world.OnCall = (_, _) => throw new TimeoutException();
        world.Pipeline.Accept(Good(0));
        world.Pipeline.Start();
        await world.Until(() => world.Calls.Count > 1);

        world.Pipeline.Abandon();
        await world.Pipeline.Completion;

        world.Pipeline.Position.Should().Be(0);
        (await world.Health.CheckHealthAsync(new HealthCheckContext())).Status.Should().Be(HealthStatus.Healthy, "nobody waits for it any more");
    }

    [Fact]
    public void Asks_for_a_pause_when_full_and_keeps_what_came()
    {
        using var world = new IngestWorld(options => options.BufferedMessages = 3);

        world.Pipeline.Accept(Good(0)).Should().Be(Accepted.Yes);
        world.Pipeline.Accept(Good(1)).Should().Be(Accepted.Yes);
        world.Pipeline.Accept(Good(2)).Should().Be(Accepted.AndFull);
        world.Pipeline.HasRoom.Should().BeFalse();
    }

    [Fact]
    public void Notices_a_log_made_anew()
    {
        using var world = new IngestWorld();
        world.Pipeline.Accept(Good(100));

        world.Pipeline.Accept(Good(0)).Should().Be(Accepted.OtherLog);
        world.Pipeline.ReachedEnd(10).Should().BeFalse();
    }

    [Fact]
    public async Task Whatever_fails_every_asset_sees_each_of_its_readings_in_order_and_the_position_never_passes_one_that_is_not_durable() =>
        await Gen.Select(Gen.Int[1, 60], Gen.Int[1, 8], Gen.Int[1, 5], Gen.Int[0, 1000]).SampleAsync(
            async (messages, batch, assets, seed) =>
            {
                var chance = new Random(seed);
                using var world = new IngestWorld(options => options.BatchMessages = batch);
                Dictionary<AssetId, List<long>> taken = [];
                var ahead = false;
                world.OnCall = (asset, readings) =>
                {
                    lock (taken)
                    {
                        if (chance.Next(3) == 0) throw new TimeoutException();
                        if (world.Pipeline.Position > readings.Readings[0].Offset) ahead = true;
                        if (!taken.TryGetValue(asset, out var offsets)) taken[asset] = offsets = [];
                        offsets.AddRange(readings.Readings.Select(reading => reading.Offset));
                        return Task.CompletedTask;
                    }
                };
                for (var i = 0; i < messages; i++) world.Pipeline.Accept(Good(i, $"vehicle/A{i % assets}"));
                world.Pipeline.Start();

                await world.Until(() => world.Pipeline.Position == messages);

                ahead.Should().BeFalse();
                foreach (var offsets in taken.Values) offsets.Should().BeInAscendingOrder();
                taken.Values.Sum(offsets => offsets.Count).Should().Be(messages);
            },
            iter: 100);
}
