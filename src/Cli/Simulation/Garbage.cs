using System.Collections.Immutable;
using System.Text;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>Messages a broken device might send. Each has one fault that leaves it without use; unknown fields, which must be borne, are not among them.</summary>
public static class Garbage
{
    /// <summary>One a second, from <see cref="Script.GarbageFromS"/> on.</summary>
    public static ImmutableArray<GarbageSample> Of(Journey journey, DateTimeOffset start)
    {
        var vehicle = $"vehicle/{journey.Plate}";
        var seal = $"seal/{journey.Seals[0]}";
        var container = journey.Containers[0];
        var otherDigit = (char)('0' + ((container[^1] - '0' + 1) % 10));

        string Fix(string at, string values) => $$"""{"asset":"{{vehicle}}","at":"{{at}}",{{values}}}""";
        string Now(int i) => DeviceJson.At(start, Script.GarbageFromS + i);

        var kinds = new List<(string Topic, string Fault, Func<int, byte[]> Value)>
        {
            (Topics.Positions, "JSON cut short", i => Utf8(Fix(Now(i), "\"lat\":21.02,\"lon\":105.8")[..^14])),
            (Topics.Positions, "not JSON", i => Utf8($"$GPRMC,{i:D6},A,2101.20,N,10548.00,E,031.2")),
            (Topics.Positions, "not an object", i => Utf8($"[{i}]")),
            (Topics.Positions, "no bytes at all", _ => []),
            (Topics.Positions, "latitude 123", i => Utf8(Fix(Now(i), "\"lat\":123,\"lon\":105.8"))),
            (Topics.Positions, "longitude -512", i => Utf8(Fix(Now(i), "\"lat\":21.02,\"lon\":-512"))),
            (Topics.Positions, "latitude a word", i => Utf8(Fix(Now(i), "\"lat\":\"north\",\"lon\":105.8"))),
            (Topics.Positions, "no longitude", i => Utf8(Fix(Now(i), "\"lat\":21.02"))),
            (Topics.Positions, "no device time", _ => Utf8($$"""{"asset":"{{vehicle}}","lat":21.02,"lon":105.8}""")),
            (Topics.Positions, "device time a word", _ => Utf8(Fix("yesterday", "\"lat\":21.02,\"lon\":105.8"))),
            (Topics.Positions, "no asset", i => Utf8($$"""{"at":"{{Now(i)}}","lat":21.02,"lon":105.8}""")),
            (Topics.Positions, "unknown kind of asset", i => Utf8($$"""{"asset":"drone/X1","at":"{{Now(i)}}","lat":21.02,"lon":105.8}""")),
            (Topics.Seals, "unknown seal event", i => Utf8($$"""{"asset":"{{seal}}","at":"{{Now(i)}}","event":"exploded"}""")),
            (Topics.Seals, "no seal event", i => Utf8($$"""{"asset":"{{seal}}","at":"{{Now(i)}}","batteryPct":81}""")),
            (Topics.Sensors, "wrong check digit", i => Utf8($$"""{"asset":"container/{{container[..^1]}}{{otherDigit}}","at":"{{Now(i)}}","temperatureC":4}""")),
            (Topics.Sensors, "no sensor value", i => Utf8($$"""{"asset":"container/{{container}}","at":"{{Now(i)}}"}""")),
        };

        return
        [
            .. Enumerable.Range(0, 2 * kinds.Count).Select(i =>
            {
                var (topic, fault, value) = kinds[i % kinds.Count];
                return new GarbageSample(vehicle, Script.GarbageFromS + i, topic, fault, [.. value(i)]);
            }),
        ];

        static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
    }
}
