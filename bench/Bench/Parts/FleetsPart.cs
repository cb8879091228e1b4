using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;

namespace ShipmentTracker.Bench.Parts;

/// <summary>
/// The same number of readings from fleets of different sizes, off duty, first one reading of each vehicle after the other, then in bursts of ten. Every vehicle
/// has been heard before the measuring begins; how fast those never heard of are taken is told apart (<c>...Cold</c>).
/// </summary>
sealed class FleetsPart : IPart
{
    const int BurstOfTen = 10;
    const int Checked = 1_000;

    public string Name => "fleets";

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        for (var round = 0; round < lab.Sizes.FleetRounds; round++)
        {
            var running = await lab.Bare(cancellationToken);
            await running.WarmUp(lab, cancellationToken);

            // What comes later finds more in the tables and in memory: every other round goes the other way.
            foreach (var size in round % 2 == 0 ? lab.Sizes.Fleets : lab.Sizes.Fleets.Reverse())
            {
                await Measure(lab, running.Product, size, 1, lab.Sizes.FleetReadings, (char)('A' + lab.Sizes.Fleets.ToList().IndexOf(size)), cancellationToken);
                if (lab.Sizes.FleetBurstReadings > 0)
                    await Measure(lab, running.Product, size, BurstOfTen, lab.Sizes.FleetBurstReadings, (char)('G' + lab.Sizes.Fleets.ToList().IndexOf(size)), cancellationToken);
            }
        }
    }

    static async Task Measure(Lab lab, Product product, int size, int burst, long readings, char series, CancellationToken cancellationToken)
    {
        var name = $"At{size / 1_000}kAssets{(burst > 1 ? "Bursts" : "")}";
        var order = new Order(new Fleet(new FleetShape { Series = series, Assets = size }, TimeProvider.System.GetUtcNow().AddDays(-2)), burst);
        var each = (long)size * burst;
        var cold = await Drain.Measure(product, order, 0, each, cancellationToken);
        var warm = await Drain.Measure(product, order, each, order.Even(readings), cancellationToken);
        await Verification.Check(product, order.Fleet, order.Each(cold.Readings + warm.Readings), cancellationToken, Checked);
        lab.Say($"{size:#,0} vehicles, {burst} at once: {warm.PerS:#,0} readings/s ({warm.ReadingsPerEvent:0.0} an event); never heard before: {cold.PerS:#,0}");
        lab.Report.Add($"rate{name}", warm.PerS);
        lab.Report.Add($"rate{name}Cold", cold.PerS);
        lab.Report.Add($"readingsPerEvent{name}", warm.ReadingsPerEvent);
    }
}
