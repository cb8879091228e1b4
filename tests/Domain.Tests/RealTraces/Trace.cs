using System.Globalization;
using System.IO.Compression;

namespace ShipmentTracker.Domain.Tests.RealTraces;

/// <summary>Fixes of real vehicles, in the order of their file.</summary>
static class Trace
{
    public static IEnumerable<(string Vehicle, PositionReading Fix)> BusDay(string day)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Samples.Path($"bus-days/{day}.csv.gz")), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var f = line.Split(',');
            yield return (f[0], Fix(DateTimeOffset.Parse(f[1], CultureInfo.InvariantCulture), f[5], f[6], Number(f[2]) * 3.6));
        }
    }

    public static IEnumerable<(string Vehicle, PositionReading Fix)> Liverpool() =>
        File.ReadLines(Samples.Path("liverpool-bus/route14_outbound.csv")).Skip(1).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(','))
            .Select(f => (f[1], Fix(DateTimeOffset.Parse(f[3], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), f[4], f[5], null)));

    /// <summary>Takes a vehicle's fixes as they come, twenty at a time, all received when the file was read.</summary>
    public static Shell Drive(IEnumerable<PositionReading> fixes, DutyAssigned? duty = null)
    {
        var readings = fixes.ToList();
        var received = readings.Max(r => r.At).AddSeconds(1);
        var truck = new Shell(Truck, duty is null ? [] : [duty]);
        foreach (var batch in readings.Select((r, i) => (Reading)(r with { Offset = i, ReceivedAt = received })).Chunk(20))
            truck.Ingest(new ReadingBatch(new LogPartition("log", "tracking.positions", 0), [.. batch]), received);
        return truck;
    }

    static PositionReading Fix(DateTimeOffset at, string lat, string lon, double? speedKph) => new()
    {
        At = at,
        ReceivedAt = at,
        Offset = 0,
        Lat = Number(lat),
        Lon = Number(lon),
        SpeedKph = speedKph,
    };

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
