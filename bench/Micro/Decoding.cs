using BenchmarkDotNet.Attributes;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Micro;

/// <summary>A position message, from its bytes to a reading.</summary>
public class Decoding
{
    readonly byte[] message = new byte[PositionFix.MaxBytes];
    int length;

    [GlobalSetup]
    public void Write() => length = Samples.Fleet.Reading(3, 17).Write(Samples.Fleet.NameOf(3), message);

    [Benchmark]
    public bool Position() => TelemetryDecoder.TryDecode(TelemetryTopic.Positions, message.AsSpan(0, length), Samples.Now, 5, out _, out _, out _);
}
