namespace ShipmentTracker.Domain.Tests.Alerts;

public sealed class AlertIdTests
{
    static readonly DateTimeOffset At = new(2026, 11, 22, 15, 15, 30, 250, TimeSpan.FromHours(7));

    [Fact]
    public void Is_made_of_asset_rule_and_moment_in_universal_time() =>
        AlertId.For(Seal, "seal-breach", At, []).Should().Be("seal-VN0012345-seal-breach-20261122T081530250Z");

    [Fact]
    public void Is_the_same_when_derived_again() => AlertId.For(Truck, "route-deviation", At, []).Should().Be(AlertId.For(Truck, "route-deviation", At, []));

    [Fact]
    public void Is_numbered_when_taken()
    {
        var first = AlertId.For(Truck, "route-deviation", At, []);
        var second = AlertId.For(Truck, "route-deviation", At, [first]);
        var third = AlertId.For(Truck, "route-deviation", At, [first, second]);
        (second, third).Should().Be((first + "-2", first + "-3"));
    }

    [Fact]
    public void Tells_its_asset()
    {
        foreach (var asset in new[] { Truck, Seal, Box })
        {
            AlertId.TryGetAsset(AlertId.For(asset, "route-deviation", At, []), out var told).Should().BeTrue();
            told.Should().Be(asset);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("seal")]
    [InlineData("seal-VN0012345")]
    [InlineData("ship-VN0012345-seal-breach-x")]
    [InlineData("seal--seal-breach-x")]
    [InlineData("seal-vn1-seal-breach-x")]
    public void Is_not_just_any_text(string text) => AlertId.TryGetAsset(text, out _).Should().BeFalse();
}
