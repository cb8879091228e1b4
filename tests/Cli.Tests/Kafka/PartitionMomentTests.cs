using ShipmentTracker.Cli.Stack.Kafka;

namespace ShipmentTracker.Cli.Tests.Kafka;

public sealed class PartitionMomentTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(0, 100, 40, 60, 0)]
    [InlineData(30, 100, 40, 60, 0)]
    [InlineData(60, 100, 40, 40, 20)]
    [InlineData(100, 100, 40, 0, 60)]
    public void Counts_what_waits_and_what_was_dropped_unread(long low, long high, long committed, long unread, long dropped)
    {
        PartitionMoment moment = new(low, high, committed);

        moment.Unread.Should().Be(unread);
        moment.Dropped.Should().Be(dropped);
    }

    [Fact]
    public void Dropping_what_was_read_before_is_no_loss() =>
        new PartitionMoment(50, 200, 120).PerhapsDropped(earlier: new(0, 100, 60)).Should().Be(0);

    [Fact]
    public void Messages_that_came_and_went_between_two_looks_are_not_passed_over() =>
        new PartitionMoment(90, 200, 95).PerhapsDropped(earlier: new(0, 100, 60)).Should().Be(30);

    [Fact]
    public void What_is_certainly_lost_is_not_counted_as_perhaps_lost() =>
        new PartitionMoment(90, 200, 80).PerhapsDropped(earlier: new(0, 100, 60)).Should().Be(0);
}
