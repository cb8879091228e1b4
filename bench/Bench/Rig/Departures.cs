using ShipmentTracker.Bench.Generation;

namespace ShipmentTracker.Bench.Rig;

/// <summary>Puts the vehicles of a fleet on duty, as customs does: through the API, each with a shipment of its own.</summary>
static class Departures
{
    const int AtOnce = 6;

    // Nobody is called silent while a backlog is prepared.
    static readonly TimeSpan Silence = TimeSpan.FromDays(30);

    public static Task Depart(Product product, Fleet fleet, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, fleet.OnDuty), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (asset, token) =>
        {
            var shipment = await product.Post(
                "shipments",
                new
                {
                    declaration = "103456789012",
                    carrier = "An Phat Logistics",
                    origin = "VNHPH",
                    destination = "VNLGS",
                    route = new { type = "LineString", coordinates = fleet.RouteOf(asset).Coordinates },
                    toleranceM = Route.ToleranceM,
                    vehicle = fleet.NameOf(asset),
                    containers = Array.Empty<string>(),
                    seals = Array.Empty<string>(),
                    limits = new { signalLostSeconds = Silence.TotalSeconds },
                },
                token);
            await product.Post($"shipments/{shipment["id"]}/depart", new { at = fleet.Start.AddMinutes(-1) }, token);
        });
}
