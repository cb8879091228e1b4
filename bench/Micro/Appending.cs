using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using ShipmentTracker.Domain;
using ShipmentTracker.History.Journaling;

namespace ShipmentTracker.Micro;

/// <summary>A group of appends, one event of readings for each of many vehicles, in one transaction of a PostgreSQL with its default durability.</summary>
public class Appending
{
    readonly long[] versions = new long[Samples.Fleet.Count];
    ImmutableArray<DomainEvent>[] events = [];
    PrivateHistory history = null!;

    [Params(32, 256)]
    public int Streams { get; set; }

    [Params(1, 5, 25)]
    public int Readings { get; set; }

    [GlobalSetup]
    public async Task Start()
    {
        events = [.. Enumerable.Range(0, Streams).Select(asset => (ImmutableArray<DomainEvent>)[Samples.Event(asset, 0, Readings)])];
        history = await PrivateHistory.Start();
    }

    [Benchmark]
    public async Task Append()
    {
        var appends = new StreamAppend[Streams];
        for (var stream = 0; stream < Streams; stream++)
            appends[stream] = new StreamAppend(Samples.Fleet.NameOf(stream), versions[stream]++, events[stream]);
        if ((await history.Appender.Append(appends, CancellationToken.None)).Count > 0)
            throw new InvalidOperationException("A stream was not at its version");
    }

    [GlobalCleanup]
    public async Task Stop() => await history.DisposeAsync();
}
