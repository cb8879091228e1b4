using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Domain.Tests.Webhooks;

public sealed class PositionSlotsTests
{
    static readonly DateTimeOffset Day = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(15, "08:07:12", "08:15")]
    [InlineData(15, "08:15:00", "08:30")]
    [InlineData(1, "08:15:59.999", "08:16")]
    [InlineData(1440, "23:59:59", "24:00")]
    public void Slots_end_at_equal_parts_of_the_day(int every, string after, string next) =>
        PositionSlots.Next(Day + TimeSpan.Parse(after, null), every).Should().Be(next == "24:00" ? Day.AddDays(1) : Day + TimeSpan.Parse(next, null));

    [Fact]
    public void Those_that_ended_meanwhile_are_due_in_order() =>
        PositionSlots.Due(Day.AddMinutes(7), Day.AddMinutes(45), 15).Should().Equal(Day.AddMinutes(15), Day.AddMinutes(30), Day.AddMinutes(45));

    [Fact]
    public void None_is_due_twice() => PositionSlots.Due(Day.AddMinutes(45), Day.AddMinutes(59), 15).Should().BeEmpty();

    [Fact]
    public void What_ended_more_than_a_day_ago_is_let_go() => PositionSlots.Due(Day.AddDays(-9), Day, 60).Should().HaveCount(24).And.StartWith(Day.AddHours(-23));

    [Theory]
    [InlineData(15, true)]
    [InlineData(1440, true)]
    [InlineData(0, false)]
    [InlineData(-15, false)]
    [InlineData(7, false)]
    [InlineData(2880, false)]
    public void A_day_has_a_whole_number_of_them(int minutes, bool isRight) => PositionSlots.IsInterval(minutes).Should().Be(isRight);
}
