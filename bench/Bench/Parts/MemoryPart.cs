using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;
using ShipmentTracker.Cli.Stack;

namespace ShipmentTracker.Bench.Parts;

/// <summary>
/// What an awake vehicle takes in the silo's memory, when it has sent enough to have all the readings at hand that it ever keeps: by the managed heap after a full
/// collection, and by the process's resident memory.
/// </summary>
sealed class MemoryPart : IPart
{
    const int ReadingsEach = 80;
    const int Burst = 40;
    const int Told = 100_000;
    const double Mb = 1024 * 1024;

    public string Name => "memory";

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        var running = await lab.Bare(cancellationToken);
        await running.WarmUp(lab, cancellationToken);
        var product = running.Product;
        await using var cluster = await ClusterClient.Connect(product, cancellationToken);
        var awake = lab.Sizes.Awake;
        lab.Say($"{awake:#,0} vehicles awake, each with {ReadingsEach} readings");
        var (heapBefore, residentBefore, grainsBefore) = await Look();
        var order = new Order(new Fleet(new FleetShape { Series = 'M', Assets = awake }, TimeProvider.System.GetUtcNow().AddDays(-2)), Burst);
        var drain = await Drain.Measure(product, order, 0, (long)awake * ReadingsEach, cancellationToken);
        var (heap, resident, grains) = await Look();
        if (grains - grainsBefore < awake * 0.99)
            throw new StackException($"Only {grains - grainsBefore} of {awake} vehicles are awake: they fell asleep while others were being sent");

        var perAsset = (heap - heapBefore) / awake;
        lab.Say($"    {perAsset:#,0} bytes each by the heap; {resident / Mb:#,0} MB resident ({residentBefore / Mb:#,0} MB before)");
        lab.Report.Add("awakeAssets", awake);
        lab.Report.Add("bytesPerAwakeAsset", perAsset);
        lab.Report.Add("bytesPerAwakeAssetResident", (resident - residentBefore) / awake);
        lab.Report.Add("siloMbResident", resident / Mb);

        // Those that are missing in a quick run are added by what each takes on the heap: the rest does not grow with them.
        lab.Report.Add("siloMbAt100kAwake", (resident + Math.Max(0, Told - awake) * perAsset) / Mb);
        lab.Report.Add("burstsOf40PerS", drain.PerS);

        async Task<(double Heap, double Resident, int Grains)> Look()
        {
            // Twice: what finalizers let go of is collected by the second one.
            await cluster.CollectGarbage();
            await cluster.CollectGarbage();
            return ((await SiloMetrics.Read(product, cancellationToken)).HeapBytes, Usage.ResidentBytes(product.Silo.Id), await cluster.Awake());
        }
    }
}
