using ShipmentTracker.Domain.Standards;

namespace ShipmentTracker.Domain.Tests.Standards;

public sealed class AssetNamesTests
{
    [Theory]
    [InlineData("vehicle/29H81234")]
    [InlineData("container/MSKU9070323")]
    [InlineData("seal/VN0012345")]
    public void Reads_what_it_writes(string name)
    {
        AssetNames.TryParse(name, out var asset, out var reason).Should().BeTrue(reason);
        asset.ToString().Should().Be(name);
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("29H81234", "begin with")]
    [InlineData("truck/29H81234", "begin with")]
    [InlineData("Vehicle/29H81234", "begin with")]
    [InlineData("vehicle/", "1 to 32")]
    [InlineData("vehicle/29h81234", "upper case")]
    [InlineData("vehicle/29H-81234", "upper case")]
    [InlineData("vehicle/29H/81234", "upper case")]
    [InlineData("vehicle/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "1 to 32")]
    [InlineData("container/MSKU9070324", "check digit")]
    [InlineData("container/29H81234", "11 characters")]
    public void Says_what_is_wrong_with_a_devices_name(string? name, string why)
    {
        AssetNames.TryParse(name, out _, out var reason).Should().BeFalse();
        reason.Should().Contain(why);
    }

    [Theory]
    [InlineData(AssetKind.Vehicle, "29H-812.34", "vehicle/29H81234")]
    [InlineData(AssetKind.Vehicle, " vehicle/29h 81234 ", "vehicle/29H81234")]
    [InlineData(AssetKind.Container, "msku 907032-3", "container/MSKU9070323")]
    [InlineData(AssetKind.Seal, "SEAL/vn0012345", "seal/VN0012345")]
    public void Reads_what_a_person_typed(AssetKind kind, string typed, string name)
    {
        AssetNames.TryParseTyped(kind, typed, out var asset, out var reason).Should().BeTrue(reason);
        asset.ToString().Should().Be(name);
    }

    [Theory]
    [InlineData(AssetKind.Vehicle, "container/MSKU9070323")]
    [InlineData(AssetKind.Vehicle, "29H_81234")]
    [InlineData(AssetKind.Vehicle, "")]
    [InlineData(AssetKind.Container, "MSKU 907032-4")]
    public void Refuses_what_a_person_mistyped(AssetKind kind, string typed) =>
        AssetNames.TryParseTyped(kind, typed, out _, out _).Should().BeFalse();
}
