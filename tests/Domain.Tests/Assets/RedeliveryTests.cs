namespace ShipmentTracker.Domain.Tests.Assets;

public sealed class RedeliveryTests
{
    static LogPartition Partition(int partition = 0, string log = "cluster/topic-1", string topic = "tracking.positions") => new(log, topic, partition);

    static ReadingBatch Batch(LogPartition source, long firstOffset, params Reading[] readings) =>
        new(source, [.. readings.Select((r, i) => r with { Offset = firstOffset + i })]);

    [Fact]
    public void A_message_taken_before_changes_nothing() =>
        Given(Truck).Deliver(Batch(Partition(), 10, Fixes(1, 3))).ThenExactly(Recorded(3))
            .Deliver(Batch(Partition(), 10, Fixes(1, 3))).ThenNothing()
            .And(s => s.Last.Should().BeEquivalentTo(new { Recorded = 0, Duplicates = 0, Redelivered = 3 }))
            .And(s => s.State.Duplicates.Should().Be(0));

    [Fact]
    public void A_batch_taken_in_part_before_gives_the_rest() =>
        Given(Truck).Deliver(Batch(Partition(), 10, Fixes(1, 3))).Deliver(Batch(Partition(), 11, Fixes(2, 5))).ThenExactly(Recorded(3), Recorded(2))
            .And(s => s.Last.Redelivered.Should().Be(2))
            .And(s => s.History.OfType<ReadingsRecorded>().Last().Source.Should().Be(new SourceRange("cluster/topic-1", "tracking.positions", 0, 13, 14)));

    [Fact]
    public void Offsets_count_within_one_log_only() =>
        Given(Truck).Deliver(Batch(Partition(), 1000, Fixes(1, 3)))
            .Deliver(Batch(Partition(log: "cluster/topic-2"), 0, Fixes(4, 6))).ThenExactly(Recorded(3), Recorded(3));

    [Fact]
    public void Offsets_count_within_one_partition_only_so_that_topics_may_get_more_of_them() =>
        Given(Truck).Deliver(Batch(Partition(0), 1000, Fixes(1, 3))).Deliver(Batch(Partition(7), 0, Fixes(4, 6)))
            .Deliver(Batch(Partition(0), 1000, Fixes(1, 3)))
            .ThenExactly(Recorded(3), Recorded(3));

    [Fact]
    public void Topics_count_apart() =>
        Given(Box).Deliver(Batch(Partition(), 5, Fix(1))).Deliver(Batch(Partition(topic: "tracking.sensors"), 5, Sensors(1, temperatureC: 4)))
            .ThenExactly(Recorded(1), Recorded(1));

    [Fact]
    public void A_repeat_from_another_log_is_still_a_repeat() =>
        Given(Truck).Deliver(Batch(Partition(), 1000, Fixes(1, 3))).Deliver(Batch(Partition(log: "cluster/topic-2"), 0, Fixes(1, 3))).ThenExactly(Recorded(3))
            .And(s => s.State.Duplicates.Should().Be(3));

    [Fact]
    public void Repeats_of_the_device_move_the_mark_too() =>
        Given(Truck).Deliver(Batch(Partition(), 0, Fix(1))).Deliver(Batch(Partition(), 1, Fix(1)))
            .Deliver(Batch(Partition(), 1, Fix(1)))
            .And(s => s.State.Duplicates.Should().Be(1))
            .And(s => s.Last.Redelivered.Should().Be(1));

    [Fact]
    public void Marks_are_kept_of_the_newest_sixteen_partitions() =>
        Enumerable.Range(0, 40).Aggregate(Given(Truck), (s, n) => s.Deliver(Batch(Partition(log: $"log-{n}"), 0, Fix(n))))
            .And(s => s.State.Watermarks.Should().HaveCount(16))
            .And(s => s.State.WatermarkOf(Partition(log: "log-39")).Should().Be(0));
}
