using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Tests.Catalogue;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

/// <summary>Whatever a burst holds, what is read is what was written.</summary>
public sealed class PackedReadingsTests
{
    static readonly Gen<double?> Number = Gen.Frequency(
        (1, Gen.Const((double?)null)), (3, Gen.Double[-180, 180].Select(d => (double?)Math.Round(d, 6))), (1, Gen.Double.Where(double.IsFinite).Select(d => (double?)d)));

    static readonly Gen<bool?> Truth = Gen.OneOf(Gen.Const((bool?)null), Gen.Bool.Select(b => (bool?)b));

    static readonly Gen<long?> Seq = Gen.OneOf(Gen.Const((long?)null), Gen.Long.Select(n => (long?)n));

    static readonly Gen<DateTimeOffset> At = Gen.OneOf(
        Gen.Int[-86_400, 86_400].Select(s => T(s)), Gen.Long[-10_000_000_000, 10_000_000_000].Select(ticks => Noon.AddTicks(ticks)), Gen.Const(DateTimeOffset.UnixEpoch));

    static readonly Gen<SampleMark> Mark = Gen.Frequency((4, Gen.Const(SampleMark.None)), (1, Gen.Enum<SampleMark>()));

    static readonly Gen<Sample> Position = Gen.Select(At, Gen.Long[-1_000_000, 1_000_000], Seq, Mark, Gen.Select(Number, Number), Gen.Select(Number, Number, Number))
        .Select(Sample (at, delay, seq, mark, where, v) => new PositionSample
        {
            At = at,
            DelayMs = delay,
            Seq = seq,
            Mark = mark,
            Lat = where.Item1,
            Lon = where.Item2,
            SpeedKph = v.Item1,
            HeadingDeg = v.Item2,
            AccuracyM = v.Item3,
        });

    static readonly Gen<Sample> Sensor = Gen.Select(At, Seq, Mark, Truth, Gen.Select(Number, Number, Number), Gen.Select(Number, Number, Number, Number))
        .Select(Sample (at, seq, mark, door, v, w) => new SensorSample
        {
            At = at,
            Seq = seq,
            Mark = mark,
            Lat = v.Item1,
            Lon = v.Item2,
            TemperatureC = v.Item3,
            HumidityPct = w.Item1,
            ShockG = w.Item2,
            DoorOpen = door,
            LightLux = w.Item3,
            BatteryPct = w.Item4,
        });

    static readonly Gen<Sample> Seal = Gen.Select(At, Seq, Mark, Gen.Enum<SealEvent>(), Number, Gen.Const((string?)"Trần \"An\""))
        .Select(Sample (at, seq, mark, what, battery, name) => new SealSample { At = at, Seq = seq, Mark = mark, Event = what, BatteryPct = battery, Operator = name });

    [Fact]
    public void Bursts_of_any_kind_are_read_as_they_were_written() =>
        Gen.OneOf(Position.Array[1, 40], Sensor.Array[1, 40], Seal.Array[0, 5], Gen.OneOf(Position, Sensor, Seal).Array[0, 10]).Sample(samples =>
        {
            var written = Burst([.. samples]);
            var read = (ReadingsRecorded)HistoryJson.Read(EventNames.ReadingsRecorded, HistoryJson.Write(written));
            return read.Readings.SequenceEqual(written.Readings) && read with { Readings = written.Readings } == written;
        });

    [Fact]
    public void Readings_of_one_kind_are_packed_and_others_are_not()
    {
        JsonValueKind KindOf(params Sample[] samples) => Json(Burst([.. samples])).GetProperty("readings").ValueKind;

        var (sensor, seal) = (new SensorSample { At = T(1), TemperatureC = 4 }, new SealSample { At = T(1), Event = SealEvent.Sealed });
        KindOf(Fix(1)).Should().Be(JsonValueKind.Object);
        KindOf(sensor, sensor).Should().Be(JsonValueKind.Object);
        KindOf(Fix(1), sensor).Should().Be(JsonValueKind.Array);
        KindOf(seal).Should().Be(JsonValueKind.Array);
        KindOf().Should().Be(JsonValueKind.Array);
    }

    [Fact]
    public void What_no_reading_has_takes_no_room() =>
        Json(Burst([Fix(1), Fix(2)])).GetProperty("readings").EnumerateObject().Select(c => c.Name).Should().Equal("kind", "beforeMs", "delayMs", "lat", "lon", "speedKph");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_is_refused(double lat) => FluentActions.Invoking(() => HistoryJson.Write(Burst([Fix(1), Fix(2, lat)]))).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("""{"kind":"position","beforeMs":"x"}""")]
    [InlineData("""{"kind":"position","beforeMs":"0 0","lat":"21.5 21,5"}""")]
    [InlineData("""{"kind":"position","beforeMs":"0","seq":"1.5"}""")]
    [InlineData("""{"kind":"position","beforeMs":"0","mark":"odd"}""")]
    [InlineData("""{"kind":"sensor","beforeMs":"0","doorOpen":"yes"}""")]
    [InlineData("""{"kind":"drone","beforeMs":"0"}""")]
    [InlineData("""{"beforeMs":"0"}""")]
    public void What_is_not_packed_readings_is_an_error(string readings)
    {
        var json = $$"""{"at":"2026-11-22T12:00:00Z","recordedAt":"2026-11-22T12:00:00Z","source":{"log":"l","topic":"t","partition":0,"firstOffset":1,"lastOffset":1},"readings":{{readings}}}""";
        FluentActions.Invoking(() => HistoryJson.Read(EventNames.ReadingsRecorded, Encoding.UTF8.GetBytes(json))).Should().Throw<JsonException>();
    }

    [Fact]
    public void People_are_told_of_packed_readings_one_by_one()
    {
        var burst = EventSamples.Packed["positions"];
        using var told = JsonDocument.Parse(HistoryJson.Unpacked(EventNames.ReadingsRecorded, HistoryJson.Write(burst)));
        var readings = told.RootElement.GetProperty("readings");
        readings.GetArrayLength().Should().Be(3);
        readings[0].GetProperty("at").GetDateTimeOffset().Should().Be(burst.Readings[0].At);
        readings[1].GetProperty("mark").GetString().Should().Be("implausible");
        HistoryJson.Read(EventNames.ReadingsRecorded, HistoryJson.Unpacked(EventNames.ReadingsRecorded, HistoryJson.Write(burst)).Span)
            .Should().BeEquivalentTo(burst, o => o.RespectingRuntimeTypes().ComparingRecordsByMembers());
    }

    static ReadingsRecorded Burst(ImmutableArray<Sample> samples) => new(Noon, T(1), new SourceRange("log", "topic", 3, 1, 2), samples, 0);

    static JsonElement Json(ReadingsRecorded burst)
    {
        using var json = JsonDocument.Parse(HistoryJson.Write(burst));
        return json.RootElement.Clone();
    }
}
