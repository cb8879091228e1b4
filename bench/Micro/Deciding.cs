using BenchmarkDotNet.Attributes;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Micro;

/// <summary>A batch of one vehicle's readings, judged: off duty, on duty with a corridor of 2,000 vertices, and on duty with ten zones beside that.</summary>
public class Deciding
{
    const int Before = 100;

    AssetState state = null!;
    ReadingBatch batch = null!;

    [Params(1, 10, 100)]
    public int Readings { get; set; }

    [Params(DutyKind.None, DutyKind.Corridor, DutyKind.Zones)]
    public DutyKind Duty { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        state = Samples.After(7, Duty, Before);
        batch = Samples.Batch(7, Before, Readings);
    }

    [Benchmark]
    public Decision Ingest() => AssetDecider.Ingest(state, batch, Samples.Now, Samples.Limits);
}
