using ShipmentTracker.Silo.Ingest.Pipeline;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class PartitionBufferTests
{
    static IngestMessage Message(long offset, int bytes = 0) => new(new UnusableMessage(offset, default, default, null, new byte[bytes], null, ""));

    static List<IngestMessage> Take(PartitionBuffer buffer, int most)
    {
        List<IngestMessage> taken = [];
        buffer.Take(taken, most);
        return taken;
    }

    [Fact]
    public void Gives_messages_in_their_order_and_no_more_than_asked()
    {
        using var buffer = new PartitionBuffer(10, long.MaxValue);
        for (var i = 0; i < 5; i++) buffer.Add(Message(i));

        Take(buffer, 3).Select(message => message.Offset).Should().Equal(0, 1, 2);
        Take(buffer, 3).Select(message => message.Offset).Should().Equal(3, 4);
        Take(buffer, 3).Should().BeEmpty();
    }

    [Fact]
    public void Is_full_at_its_number_of_messages_and_has_room_at_half()
    {
        using var buffer = new PartitionBuffer(4, long.MaxValue);
        for (var i = 0; i < 3; i++) buffer.Add(Message(i)).Should().BeFalse();
        buffer.Add(Message(3)).Should().BeTrue();
        buffer.IsFull.Should().BeTrue();

        Take(buffer, 1);
        buffer.HasRoom.Should().BeFalse();
        Take(buffer, 1);
        buffer.HasRoom.Should().BeTrue();
    }

    [Fact]
    public void Is_full_at_its_number_of_bytes()
    {
        using var buffer = new PartitionBuffer(int.MaxValue, 10_000);

        buffer.Add(Message(0, 5_000)).Should().BeFalse();
        buffer.Add(Message(1, 5_000)).Should().BeTrue();
        Take(buffer, 2);
        buffer.HasRoom.Should().BeTrue();
    }

    [Fact]
    public void Keeps_what_comes_when_it_is_full()
    {
        using var buffer = new PartitionBuffer(1, long.MaxValue);
        buffer.Add(Message(0));
        buffer.Add(Message(1)).Should().BeTrue();

        buffer.Count.Should().Be(2);
    }

    [Fact]
    public async Task A_message_wakes_who_waits()
    {
        using var buffer = new PartitionBuffer(10, long.MaxValue);
        var wait = buffer.WaitForSomething(CancellationToken.None);
        wait.IsCompleted.Should().BeFalse();

        buffer.Add(Message(0));
        buffer.Add(Message(1));

        await wait.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
