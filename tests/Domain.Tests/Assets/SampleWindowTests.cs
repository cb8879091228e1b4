using CsCheck;

namespace ShipmentTracker.Domain.Tests.Assets;

public sealed class SampleWindowTests
{
    static readonly Gen<double> AnyDouble = Gen.OneOf(
        Gen.Double[-180, 180], Gen.Double, Gen.Int[-180_000_000, 180_000_000].Select(n => n / 1e6), Gen.Long[-1_800_000_000, 1_800_000_000].Select(n => n / 1e7),
        Gen.Int[-500, 1500].Select(n => n / 10.0), Gen.Int[-5000, 15_000].Select(n => n / 1000.0), Gen.Long.Select(BitConverter.Int64BitsToDouble),
        Gen.Int[0, 12].Select(i => new[]
        {
            0, -0.0, double.MaxValue, double.MinValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e15, (1L << 53) / 10.0,
            -(1L << 53) / 1e6, 0.1 + 0.2, 9007199254740991,
        }[i]));

    static readonly Gen<double?> Value = Gen.Frequency((1, Gen.Const((double?)null)), (4, AnyDouble.Select(v => (double?)v)));

    static readonly Gen<long> Whole = Gen.OneOf(Gen.Long[-5, 5], Gen.Long[0, 100_000], Gen.Long, Gen.Int[0, 1].Select(i => i == 0 ? long.MinValue : long.MaxValue));

    static readonly Gen<DateTimeOffset> Time = Gen.OneOf(
        Gen.Int[0, 300].Select(s => Start.AddSeconds(s)), Gen.Int[0, 300_000].Select(ms => Start.AddMilliseconds(ms)), Gen.Long[0, 3_000_000_000].Select(Start.AddTicks),
        Gen.Int[0, 1].Select(i => i == 0 ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue));

    static readonly Gen<string?> Name = Gen.Frequency((3, Gen.Const((string?)null)), (1, Gen.String), (1, Gen.Char['a', 'z'].Array[0, 400].Select(c => new string(c))));

    static readonly Gen<(DateTimeOffset At, long Delay, long? Seq, SampleMark Mark, double? Lat, double? Lon)> Common = Gen.Select(
        Time, Whole, Gen.Frequency((1, Gen.Const((long?)null)), (4, Whole.Select(n => (long?)n))), Gen.Frequency((5, Gen.Const(SampleMark.None)), (1, Gen.Enum<SampleMark>())), Value, Value);

    static readonly Gen<Sample> AnySample = Gen.OneOf(
        Gen.Select(Common, Value, Value, Value, (c, speed, heading, accuracy) => (Sample)new PositionSample
        {
            At = c.At,
            DelayMs = c.Delay,
            Seq = c.Seq,
            Mark = c.Mark,
            Lat = c.Lat,
            Lon = c.Lon,
            SpeedKph = speed,
            HeadingDeg = heading,
            AccuracyM = accuracy,
        }),
        Gen.Select(Common, Gen.Enum<SealEvent>(), Value, Name, (c, e, battery, name) => (Sample)new SealSample
        {
            At = c.At,
            DelayMs = c.Delay,
            Seq = c.Seq,
            Mark = c.Mark,
            Lat = c.Lat,
            Lon = c.Lon,
            Event = e,
            BatteryPct = battery,
            Operator = name,
        }),
        Gen.Select(Common, Value, Value, Value, Gen.Int[0, 2], Gen.Select(Value, Value), (c, temperature, humidity, shock, door, more) => (Sample)new SensorSample
        {
            At = c.At,
            DelayMs = c.Delay,
            Seq = c.Seq,
            Mark = c.Mark,
            Lat = c.Lat,
            Lon = c.Lon,
            TemperatureC = temperature,
            HumidityPct = humidity,
            ShockG = shock,
            DoorOpen = door == 0 ? null : door == 1,
            LightLux = more.Item1,
            BatteryPct = more.Item2,
        }));

    [Fact]
    public void Readings_put_in_at_any_place_are_those_of_a_plain_list() =>
        Gen.Select(AnySample, Gen.Frequency((3, Gen.Const(1.0)), (1, Gen.Double[0, 1])), Gen.Frequency((9, Gen.Const(-1.0)), (1, Gen.Double[0, 1]))).Array[0, 60].Sample(
            steps =>
            {
                var (window, list) = (default(SampleWindow), new List<Sample>());
                foreach (var (sample, where, cut) in steps)
                {
                    var place = (int)(where * list.Count);
                    window = window.Insert(place, sample);
                    list.Insert(place, sample);
                    if (cut >= 0)
                    {
                        var from = (int)(cut * (list.Count - 1));
                        window = From(window, from);
                        list.RemoveRange(0, from);
                    }

                    IsSame(window, list);
                }
            },
            iter: 500, print: steps => string.Join("\n", steps.Select(s => $"at {s.Item2} cut {s.Item3}: {string.Join(" ", Bits(s.Item1))}")));

    [Fact]
    public void Windows_that_go_on_from_the_same_readings_do_not_disturb_each_other() =>
        Gen.Select(AnySample.Array[0, 20], AnySample.Array[1, 20], AnySample.Array[1, 20]).Sample(
            (common, some, others) =>
            {
                var root = common.Aggregate(default(SampleWindow), (w, s) => w.Add(s));
                var (one, other) = (root, root);
                for (var i = 0; i < Math.Max(some.Length, others.Length); i++)
                {
                    one = i < some.Length ? one.Add(some[i]) : one;
                    other = i < others.Length ? other.Add(others[i]) : other;
                }

                IsSame(root, common);
                IsSame(one, [.. common, .. some]);
                IsSame(other, [.. common, .. others]);
            },
            iter: 300, print: _ => "");

    [Fact]
    public void Readings_as_devices_send_them_take_few_bytes()
    {
        var window = default(SampleWindow);
        for (var i = 0; i < 16; i++)
            window = window.Add(new PositionSample
            {
                At = Start.AddSeconds(30 * i),
                DelayMs = 800 + (i * 37 % 500),
                Seq = 18_000 + i,
                Lat = Math.Round(21 + (i * 0.00412), 6),
                Lon = Math.Round(106 + (i * 0.00397), 6),
                SpeedKph = Math.Round(54 + (i * 1.7 % 9), 1),
                HeadingDeg = 40 + i,
                AccuracyM = 6.5,
            });
        window.Packed.Should().BeLessThan(16 * 17);
    }

    static SampleWindow From(SampleWindow window, int index)
    {
        var walk = window.GetEnumerator();
        while (walk.Index < index)
            walk.MoveNext();
        return window.From(walk);
    }

    // Bit for bit: a reading's own equality does not tell 0 from -0, nor one NaN from another.
    static void IsSame(SampleWindow window, IReadOnlyList<Sample> expected)
    {
        window.Length.Should().Be(expected.Count);
        window.Newest.Should().Be(expected.Count == 0 ? null : expected[^1]);
        window.OfNewestMoment.Should().Be(expected.Reverse().TakeWhile(s => s.At == expected[^1].At).Count());
        var i = 0;
        foreach (var sample in window)
        {
            sample.Should().Be(expected[i]);
            Bits(sample).Should().Equal(Bits(expected[i++]));
        }

        i.Should().Be(expected.Count);
    }

    static IEnumerable<long?> Bits(Sample s) => (s switch
    {
        PositionSample p => new[] { s.Lat, s.Lon, p.SpeedKph, p.HeadingDeg, p.AccuracyM },
        SealSample e => [s.Lat, s.Lon, e.BatteryPct],
        SensorSample x => [s.Lat, s.Lon, x.TemperatureC, x.HumidityPct, x.ShockG, x.LightLux, x.BatteryPct],
        _ => [],
    }).Select(v => v is { } d ? BitConverter.DoubleToInt64Bits(d) : (long?)null);
}
