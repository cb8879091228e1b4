using ShipmentTracker.Domain.Standards;

namespace ShipmentTracker.Domain.Tests.Standards;

public sealed class UnLocodeTests
{
    [Theory]
    [InlineData("VNHPH", "VNHPH")]
    [InlineData("VN HPH", "VNHPH")]
    [InlineData(" vn hph ", "VNHPH")]
    [InlineData("USQ2Q", "USQ2Q")]
    public void Reads_a_code(string text, string code) => UnLocode.Normalise(text).Should().Be(code);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("VN")]
    [InlineData("VNHPHX")]
    [InlineData("V1HPH")]
    [InlineData("VNHP1")]
    [InlineData("VNHP0")]
    [InlineData("VN-HPH")]
    [InlineData("VNHPĐ")]
    public void Refuses_what_is_none(string? text) => UnLocode.Normalise(text).Should().BeNull();

    [Fact]
    public void Reads_every_code_of_the_sample()
    {
        var codes = File.ReadLines(Samples.Path("unlocode/vn_unlocode_logistics_subset.csv")).Skip(1).Select(row => row.Split(',')).Select(f => f[1] + f[2]).ToList();
        codes.Should().HaveCountGreaterThan(20);
        codes.Select(UnLocode.Normalise).Should().Equal(codes);
    }
}
