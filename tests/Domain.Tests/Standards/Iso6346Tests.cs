using System.Text.Json;
using ShipmentTracker.Domain.Standards;

namespace ShipmentTracker.Domain.Tests.Standards;

public sealed class Iso6346Tests
{
    static readonly JsonElement Numbers = JsonDocument.Parse(File.ReadAllText(Samples.Path("iso6346/numbers.json"))).RootElement;

    public static TheoryData<string> Valid => [.. Numbers.GetProperty("valid").EnumerateArray().Select(n => n.GetString()!)];

    public static TheoryData<string> ValidAsTyped => [.. Numbers.GetProperty("valid_after_normalising").EnumerateArray().Select(n => n.GetString()!)];

    public static TheoryData<string, string> Invalid
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var n in Numbers.GetProperty("invalid").EnumerateArray())
                data.Add(n.GetProperty("number").GetString()!, n.GetProperty("reason").GetString()!);
            return data;
        }
    }

    [Theory, MemberData(nameof(Valid))]
    public void Accepts_numbers_found_in_the_wild(string number)
    {
        Iso6346.IsValid(number, out var reason).Should().BeTrue(reason);
        reason.Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Invalid))]
    public void Says_what_is_wrong(string number, string reason)
    {
        Iso6346.IsValid(number, out var told).Should().BeFalse();
        told.Should().Contain(number).And.Contain(reason switch { "check digit" => "check digit: expected", "length" => "11 characters", _ => "7 digits" });
    }

    [Theory, MemberData(nameof(ValidAsTyped))]
    public void Accepts_what_a_person_typed(string number) =>
        AssetNames.TryParseTyped(AssetKind.Container, number, out _, out _).Should().BeTrue();

    [Theory, MemberData(nameof(Valid))]
    public void Finds_every_single_wrong_digit(string number)
    {
        for (var place = 4; place < 10; place++)
            foreach (var digit in "0123456789".Where(d => d != number[place]))
            {
                var wrong = number.ToCharArray();
                wrong[place] = digit;

                // A remainder of 10 is written 0 like a remainder of 0: the one mistake the standard itself cannot find.
                if (Iso6346.IsValid(wrong, out _))
                    number[10].Should().Be('0', "{0} is taken for {1}", new string(wrong), number);
            }
    }

    [Theory]
    [InlineData("")]
    [InlineData("MSKA9070323")]
    [InlineData("MSKU907032A")]
    [InlineData("mskU9070323")]
    [InlineData("MSKÜ9070323")]
    [InlineData("MSKU907032٣")]
    public void Refuses_what_is_not_written_like_one(string number) => Iso6346.IsValid(number, out _).Should().BeFalse();
}
