using BenchmarkDotNet.Attributes;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Micro;

/// <summary>A batch of one vehicle's readings, judged: on duty with a corridor of 2,000 vertices, and off duty.</summary>
public class Deciding
{
    const int Before = 100;

    AssetState state = null!;
    ReadingBatch batch = null!;

    [Params(1, 10, 100)]
    public int Readings { get; set; }

    [Params(false, true)]
    public bool OnDuty { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        state = Samples.After(7, OnDuty, Before);
        batch = Samples.Batch(7, Before, Readings);
    }

    [Benchmark]
    public Decision Ingest() => AssetDecider.Ingest(state, batch, Samples.Now, Samples.Limits);
}
