using System.Text.Json.Nodes;
using ShipmentTracker.Integration.Tests.Product;

namespace ShipmentTracker.Integration.Tests;

/// <summary>Silence is noticed although the silo that was to notice it died.</summary>
public sealed class SilenceTests
{
    [Fact]
    public async Task A_limit_survives_the_silo_that_watched_it()
    {
        await using var product = await RunningProduct.Start();
        var shipment = await product.DepartWithin(
            new { signalLostSeconds = 20, sealSilenceSeconds = 20 }, "29H81234", "VN0012345");

        // Before the limit is over; and nothing but a reminder wakes the assets again, since nobody asks for them.
        await product.Silos[0].Kill();
        await product.Silos[0].Start();
        await product.Silos[0].Ready();

        JsonArray alerts = [];
        await Eventually.True(
            async () =>
            {
                try
                {
                    return (alerts = (await product.Get($"alerts?shipment={shipment}"))!["items"]!.AsArray()).Count >= 2;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "both silences are found", 180);
        alerts.Select(a => ((string)a!["rule"]!, (string)a["asset"]!)).Should()
            .BeEquivalentTo([("signal-lost", "vehicle/29H81234"), ("seal-silence", "seal/VN0012345")]);
    }
}
