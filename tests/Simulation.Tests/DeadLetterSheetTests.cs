using ShipmentTracker.Cli.Simulation;

namespace ShipmentTracker.Simulation.Tests;

public sealed class DeadLetterSheetTests
{
    readonly DeadLetterSheet _sheet = new();

    [Fact]
    public void Each_reason_is_told_once_and_each_message_counted_once()
    {
        _sheet.Sent("tracking.positions", 2, 10, "not JSON");
        _sheet.Sent("tracking.positions", 2, 11, "not JSON");

        _sheet.Take([Letter(10), Letter(11), Letter(10)]).Should().ContainSingle();
        _sheet.Count.Should().Be(2);
        _sheet.Reasons.Should().ContainSingle().Which.Value.Should().Be(2);
        _sheet.Missing.Should().BeEmpty();
    }

    [Fact]
    public void A_dead_letter_may_come_before_the_receipt_of_its_message()
    {
        _sheet.Take([Letter(10)]).Should().BeEmpty();
        _sheet.Sent("tracking.positions", 2, 10, "not JSON");

        _sheet.Take([]).Should().ContainSingle();
    }

    [Fact]
    public void Other_peoples_dead_letters_are_left_out_and_our_missing_ones_named()
    {
        _sheet.Sent("tracking.positions", 2, 10, "no asset");
        _sheet.Take([Letter(77)]);
        _sheet.Take([]);

        _sheet.Count.Should().Be(0);
        _sheet.Missing.Should().Equal("no asset");
    }

    static DeadLetter Letter(long offset) => new("tracking.positions", "2", offset.ToString(System.Globalization.CultureInfo.InvariantCulture), "malformed");
}
