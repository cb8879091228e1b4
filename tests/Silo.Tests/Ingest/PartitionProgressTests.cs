using ShipmentTracker.Silo.Ingest.Pipeline;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class PartitionProgressTests
{
    readonly PartitionProgress progress = new();

    [Fact]
    public void Knows_nothing_before_the_first_message() => progress.Position.Should().BeNull();

    [Fact]
    public void Stays_at_the_first_message_until_it_is_done()
    {
        progress.Read(100);
        progress.Read(101);

        progress.Position.Should().Be(100);
    }

    [Fact]
    public void Moves_behind_what_is_done()
    {
        progress.Read(100);
        progress.Read(101);
        progress.Done(101);

        progress.Position.Should().Be(102);
    }

    [Fact]
    public void An_empty_partition_is_done_at_its_end()
    {
        progress.ReachedEnd(0);

        progress.Position.Should().Be(0);
    }

    [Fact]
    public void Offsets_without_messages_at_the_end_are_done_with_the_last_message()
    {
        progress.Read(100);
        progress.ReachedEnd(103); // 101 and 102 are markers of a transaction
        progress.Position.Should().Be(100);

        progress.Done(100);

        progress.Position.Should().Be(103);
    }

    [Fact]
    public void An_end_that_was_passed_since_does_not_stand_for_what_came_after()
    {
        progress.Read(100);
        progress.ReachedEnd(101);
        progress.Read(101);
        progress.Done(100);
        progress.Position.Should().Be(101);

        progress.Done(101);

        progress.Position.Should().Be(102);
    }

    [Fact]
    public void The_end_after_all_is_done_moves_the_position()
    {
        progress.Read(100);
        progress.Done(100);
        progress.ReachedEnd(102);

        progress.Position.Should().Be(102);
    }

    [Fact]
    public void Notices_that_offsets_went_backwards()
    {
        progress.Read(100).Should().BeTrue();
        progress.Read(99).Should().BeFalse();
        progress.Read(100).Should().BeFalse();
        progress.ReachedEnd(50).Should().BeFalse();
        progress.Read(101).Should().BeTrue();
    }
}
