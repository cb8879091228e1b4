using CsCheck;

namespace ShipmentTracker.Domain.Tests.Geometry;

public sealed class PlausibilityTests
{
    static readonly Gen<GeoPosition> Anywhere = Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], (lat, lon) => new GeoPosition(lat, lon));

    static readonly Gen<GeoPosition> Step = Gen.Select(Gen.Double[-0.1, 0.1], Gen.Double[-0.1, 0.1], (lat, lon) => new GeoPosition(lat, lon));

    [Fact]
    public void Whether_a_place_can_be_reached_is_a_matter_of_the_great_circle() =>
        Gen.Select(Anywhere, Gen.OneOf(Step, Anywhere), Gen.Int[0, 1_000_000], Gen.Double[0, 1000]).Sample(
            (from, by, seconds, accuracyM) =>
            {
                var to = new GeoPosition(Math.Clamp(from.Lat + by.Lat, -90, 90), Math.Clamp(from.Lon + by.Lon, -180, 180));
                var reachM = (Plausibility.MaxSpeedMps * seconds) + Plausibility.SlackM + accuracyM;
                Plausibility.CanReach(new Whereabouts(Start, from, accuracyM), new Whereabouts(Start.AddSeconds(seconds), to, 0)).Should().Be(from.DistanceM(to) <= reachM);
            },
            iter: 20_000);

    [Fact]
    public void A_little_more_than_can_be_driven_is_too_far()
    {
        static bool CanReach(double m) => Plausibility.CanReach(new Whereabouts(Start, At(0), 0), new Whereabouts(Start.AddSeconds(60), At(0, m), 0));
        CanReach((45 * 60) + 200 - 0.01).Should().BeTrue();
        CanReach((45 * 60) + 200 + 0.01).Should().BeFalse();
    }
}
