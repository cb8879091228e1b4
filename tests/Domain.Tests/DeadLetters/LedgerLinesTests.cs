using System.Text;
using ShipmentTracker.Domain.DeadLetters;

namespace ShipmentTracker.Domain.Tests.DeadLetters;

public sealed class LedgerLinesTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_says_who_when_why_and_what()
    {
        var line = LedgerLines.Of([Letter(7, "seal/VN0012345", "not json")]).Should().ContainSingle().Subject;

        line.Should().Be(new LedgerLine(new AssetId(AssetKind.Seal, "VN0012345"), 7, Noon.AddSeconds(7), new LetterContent("it is garbage", "not json")));
    }

    [Fact]
    public void All_are_counted_and_of_each_sender_the_newest_are_shown()
    {
        var lines = LedgerLines.Of([.. Enumerable.Range(0, 90).Select(i => Letter(i, (i % 3) switch { 0 => "vehicle/A", 1 => "vehicle/B", _ => "nobody" }))]);

        lines.Select(l => l.Offset).Should().Equal(Enumerable.Range(0, 90).Select(i => (long)i));
        foreach (var sender in lines.GroupBy(l => l.Sender))
            sender.Select(l => l.Content is not null).Should().Equal([.. Enumerable.Repeat(false, 10), .. Enumerable.Repeat(true, 20)]);
        lines.Select(l => l.Sender?.ToString()).Distinct().Should().BeEquivalentTo("vehicle/A", "vehicle/B", null);
    }

    [Theory]
    [InlineData("vehicle/29H81234", "vehicle/29H81234")]
    [InlineData("container/MSKU9070324", "container/MSKU9070324")]
    [InlineData("", null)]
    [InlineData("29H81234", null)]
    [InlineData("vehicle/29h81234", null)]
    [InlineData("vehicle/29H81234\0", null)]
    [InlineData("vehicle/123456789012345678901234567890123", null)]
    public void Its_key_names_the_sender_also_one_whose_check_digit_is_wrong(string key, string? sender) =>
        LedgerLines.SenderOf(Encoding.UTF8.GetBytes(key))?.ToString().Should().Be(sender);

    [Fact]
    public void A_key_that_is_no_text_names_nobody()
    {
        LedgerLines.SenderOf([0xff, 0xfe]).Should().BeNull();
        LedgerLines.SenderOf(new byte[1_000_000]).Should().BeNull();
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_replaced() =>
        LedgerLines.TextOf([(byte)'a', 0xff, (byte)'b', 0xe1, 0xbb]).Should().Be("a\uFFFDb\uFFFD");

    [Fact]
    public void Of_a_long_message_the_beginning_is_shown()
    {
        LedgerLines.TextOf([]).Should().BeEmpty();
        LedgerLines.TextOf(Encoding.UTF8.GetBytes(new string('ạ', 2_000))).Should().Be(new string('ạ', 2_000));
        LedgerLines.TextOf(Encoding.UTF8.GetBytes(new string('ạ', 5_000_000))).Should().Be(new string('ạ', 2_000));
    }

    [Fact]
    public void No_character_is_cut_in_half() =>
        LedgerLines.TextOf(Encoding.UTF8.GetBytes(new string('x', 1_999) + "🚛🚛")).Should().Be(new string('x', 1_999));

    static UnusableLetter Letter(long offset, string key, string value = "garbage") =>
        new(offset, Noon.AddSeconds(offset), Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value), "it is garbage");
}
