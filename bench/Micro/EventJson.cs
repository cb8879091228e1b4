using BenchmarkDotNet.Attributes;
using ShipmentTracker.Domain;
using ShipmentTracker.History;
using ShipmentTracker.History.Serialization;

namespace ShipmentTracker.Micro;

/// <summary>An event of readings, to the JSON that is stored and back.</summary>
public class EventJson
{
    DomainEvent readings = null!;
    byte[] stored = null!;

    [Params(1, 10, 100)]
    public int Readings { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        readings = Samples.Event(300, 0, Readings);
        stored = HistoryJson.Write(readings);
    }

    [Benchmark]
    public byte[] Write() => HistoryJson.Write(readings);

    [Benchmark]
    public DomainEvent Read() => HistoryJson.Read(EventNames.ReadingsRecorded, stored);
}
