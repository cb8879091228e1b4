using System.Text;
using CsCheck;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class TelemetryDecoderTests
{
    static readonly DateTimeOffset Received = new(2026, 11, 22, 8, 15, 31, TimeSpan.Zero);

    const string Position = """{"asset":"vehicle/29H81234","at":"2026-11-22T08:15:30Z","lat":21.8531,"lon":106.7612,"speedKph":54.2,"headingDeg":12,"accuracyM":6.5,"seq":18211}""";
    const string Seal = """{"asset":"seal/VN0012345","at":"2026-11-22T08:15:30Z","event":"tampered","lat":21.8531,"lon":106.7612,"batteryPct":81,"operator":null,"seq":77}""";
    const string Sensor = """{"asset":"container/MSKU9070323","at":"2026-11-22T08:15:30Z","temperatureC":-18.2,"humidityPct":60,"shockG":0.2,"doorOpen":false,"lightLux":0,"lat":21.85,"lon":106.76,"seq":9}""";

    static (AssetId Asset, Reading? Reading, string Reason) Decode(TelemetryTopic topic, string text) => Decode(topic, Encoding.UTF8.GetBytes(text));

    static (AssetId Asset, Reading? Reading, string Reason) Decode(TelemetryTopic topic, byte[] bytes)
    {
        var taken = TelemetryDecoder.TryDecode(topic, bytes, Received, 42, out var asset, out var reading, out var reason);
        taken.Should().Be(reading is not null);
        taken.Should().Be(reason.Length == 0, "a refusal says why: {0}", reason);
        return (asset, reading, reason);
    }

    [Fact]
    public void Reads_a_position()
    {
        var (asset, reading, _) = Decode(TelemetryTopic.Positions, Position);

        asset.Should().Be(new AssetId(AssetKind.Vehicle, "29H81234"));
        reading.Should().Be(new PositionReading
        {
            At = new DateTimeOffset(2026, 11, 22, 8, 15, 30, TimeSpan.Zero),
            ReceivedAt = Received,
            Offset = 42,
            Seq = 18211,
            Lat = 21.8531,
            Lon = 106.7612,
            SpeedKph = 54.2,
            HeadingDeg = 12,
            AccuracyM = 6.5,
        });
    }

    [Fact]
    public void Reads_a_seal_event()
    {
        var (asset, reading, _) = Decode(TelemetryTopic.Seals, Seal);

        asset.Should().Be(new AssetId(AssetKind.Seal, "VN0012345"));
        reading.Should().BeOfType<SealReading>().Which.Should().BeEquivalentTo(new { Event = SealEvent.Tampered, BatteryPct = 81.0, Operator = (string?)null, Seq = 77L, Lat = 21.8531 });
    }

    [Fact]
    public void Reads_a_sensor_sample()
    {
        var (asset, reading, _) = Decode(TelemetryTopic.Sensors, Sensor);

        asset.Should().Be(new AssetId(AssetKind.Container, "MSKU9070323"));
        reading.Should().BeOfType<SensorReading>().Which.Should()
            .BeEquivalentTo(new { TemperatureC = -18.2, HumidityPct = 60.0, ShockG = 0.2, DoorOpen = false, LightLux = 0.0, Seq = 9L });
    }

    [Theory]
    [InlineData("sealed", SealEvent.Sealed)]
    [InlineData("opened", SealEvent.Opened)]
    [InlineData("unlocked", SealEvent.Unlocked)]
    [InlineData("tampered", SealEvent.Tampered)]
    [InlineData("cut", SealEvent.Cut)]
    [InlineData("heartbeat", SealEvent.Heartbeat)]
    [InlineData("lowBattery", SealEvent.LowBattery)]
    [InlineData("faulty", SealEvent.Faulty)]
    [InlineData("TAMPERED", SealEvent.Tampered)]
    [InlineData("LowBattery", SealEvent.LowBattery)]
    public void Knows_every_seal_event(string word, SealEvent expected) =>
        Decode(TelemetryTopic.Seals, $$"""{"asset":"seal/VN1","at":"2026-11-22T08:15:30Z","event":"{{word}}"}""")
            .Reading.Should().BeOfType<SealReading>().Which.Event.Should().Be(expected);

    [Theory]
    [InlineData("""  {"lon":2,"lat":1,"at":"2026-11-22T08:15:30Z","asset":"vehicle/A1"}  """)] // any order, white space
    [InlineData("\uFEFF" + """{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2}""")] // byte order mark
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"vendor":{"a":[1,{"lat":900}]},"lat2":"x","LAT":95}""")] // unknown fields, nested and look-alike
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"speedKph":null,"seq":null}""")] // null is not given
    [InlineData("""{"asset":"vehicle\/A1","at":"2026-11-22T08:15:30Z","l\u0061t":1,"lon":2}""")] // escapes
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"seq":18211.0}""")] // a whole number with a point
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"seq":1.8e4}""")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":-90,"lon":180,"headingDeg":360,"accuracyM":0}""")] // ends of ranges
    [InlineData("""{"asset":"container/MSKU9070323","at":"2026-11-22T08:15:30Z","lat":1,"lon":2}""")] // a container may have a tracker
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"temperatureC":"warm","event":7}""")] // other topics' fields are unknown here
    public void Takes_what_is_harmless(string text) =>
        Decode(TelemetryTopic.Positions, text).Reason.Should().BeEmpty();

    [Theory]
    [InlineData("", "the value is empty; a message is one JSON object")]
    [InlineData("hello", "the value is not valid JSON (line 1, byte 1)")]
    [InlineData("[]", "a message is one JSON object, not an array")]
    [InlineData("7", "a message is one JSON object, not a number")]
    [InlineData("null", "a message is one JSON object, not null")]
    [InlineData("{", "the value is not valid JSON*")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2} {}""", "the value is not valid JSON*")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,}""", "the value is not valid JSON*")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":NaN,"lon":2}""", "the value is not valid JSON*")]
    [InlineData("{}", "asset is missing*")]
    [InlineData("""{"asset":null}""", "asset is missing*")]
    [InlineData("""{"asset":7}""", "asset must be a string, not a number")]
    [InlineData("""{"asset":"truck/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2}""", "asset \"truck/A1\" does not begin with*")]
    [InlineData("""{"asset":"vehicle/a1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2}""", "*upper case letters and digits")]
    [InlineData("""{"asset":"container/MSKU9070324","at":"2026-11-22T08:15:30Z","lat":1,"lon":2}""", "container number MSKU9070324 fails the ISO 6346 check digit: expected 3")]
    [InlineData("""{"asset":"vehicle/A1","lat":1,"lon":2}""", "at is missing*")]
    [InlineData("""{"asset":"vehicle/A1","at":1700000000,"lat":1,"lon":2}""", "at must be a string, not a number")]
    [InlineData("""{"asset":"vehicle/A1","at":"yesterday","lat":1,"lon":2}""", "at \"yesterday\" is not a time after RFC 3339*")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z"}""", "lat and lon are missing: a position needs both")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1}""", "lat is given without lon")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lon":1}""", "lon is given without lat")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":123.4,"lon":2}""", "lat 123.4 is outside -90..90")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":-180.01}""", "lon -180.01 is outside -180..180")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1e999,"lon":2}""", "lat 1e999 is outside -90..90")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":"1","lon":2}""", "lat must be a number, not a string")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lat":1,"lon":2}""", "lat is given twice")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"speedKph":-1}""", "speedKph -1 is outside 0..1500")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"headingDeg":361}""", "headingDeg 361 is outside 0..360")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"seq":1.5}""", "seq 1.5 is not a whole number of 64 bits")]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":1,"lon":2,"seq":99999999999999999999}""", "seq 99999999999999999999 is not a whole number of 64 bits")]
    [InlineData("""{"asset":"vehicle/\u0000\u001b[2J","at":"2026-11-22T08:15:30Z","lat":1,"lon":2}""", "vehicle id \"??[2J\" must be*")]
    [InlineData("""{"asset":"vehicle/\ud800","at":"2026-11-22T08:15:30Z","lat":1,"lon":2}""", "the value holds text that is not valid UTF-8")]
    public void Says_what_is_wrong_with_a_position(string text, string reason) =>
        Decode(TelemetryTopic.Positions, text).Reason.Should().Match(reason);

    [Theory]
    [InlineData("""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","event":"cut"}""", "asset vehicle/A1 is not a seal: only seals report on tracking.seals")]
    [InlineData("""{"asset":"seal/VN1","at":"2026-11-22T08:15:30Z"}""", "event is missing: one of sealed, opened, *")]
    [InlineData("""{"asset":"seal/VN1","at":"2026-11-22T08:15:30Z","event":"burst"}""", "event \"burst\" is not one of sealed, *")]
    [InlineData("""{"asset":"seal/VN1","at":"2026-11-22T08:15:30Z","event":3}""", "event must be a string, not a number")]
    [InlineData("""{"asset":"seal/VN1","at":"2026-11-22T08:15:30Z","event":"cut","batteryPct":101}""", "batteryPct 101 is outside 0..100")]
    [InlineData("""{"asset":"seal/VN1","at":"2026-11-22T08:15:30Z","event":"cut","operator":"a\u0000b"}""", "operator holds a control character")]
    [InlineData("""{"asset":"seal/VN1","at":"2026-11-22T08:15:30Z","event":"cut","lat":1}""", "lat is given without lon")]
    public void Says_what_is_wrong_with_a_seal_event(string text, string reason) =>
        Decode(TelemetryTopic.Seals, text).Reason.Should().Match(reason);

    [Theory]
    [InlineData("""{"asset":"container/MSKU9070323","at":"2026-11-22T08:15:30Z","lat":1,"lon":2}""", "there is no sensor value: give at least one of *")]
    [InlineData("""{"asset":"container/MSKU9070323","at":"2026-11-22T08:15:30Z","doorOpen":0}""", "doorOpen must be true or false, not a number")]
    [InlineData("""{"asset":"container/MSKU9070323","at":"2026-11-22T08:15:30Z","temperatureC":-300}""", "temperatureC -300 is outside -273.15..1000")]
    [InlineData("""{"asset":"container/MSKU9070323","at":"2026-11-22T08:15:30Z","humidityPct":100.1}""", "humidityPct 100.1 is outside 0..100")]
    public void Says_what_is_wrong_with_a_sensor_sample(string text, string reason) =>
        Decode(TelemetryTopic.Sensors, text).Reason.Should().Match(reason);

    [Fact]
    public void Refuses_a_tombstone() =>
        TelemetryDecoder.TryDecode(TelemetryTopic.Positions, default, Received, 1, out _, out _, out _).Should().BeFalse();

    [Fact]
    public void Refuses_what_is_too_large() =>
        Decode(TelemetryTopic.Positions, Position[..^1] + ",\"x\":\"" + new string('x', 65_536) + "\"}").Reason.Should().Match("the value has * bytes; at most 65536 are taken");

    [Fact]
    public void Refuses_text_that_is_no_utf8() =>
        Decode(TelemetryTopic.Positions, [.. "{\"asset\":\"vehicle/"u8, 0xC3, 0x28, .. "\"}"u8]).Reason.Should().NotBeEmpty();

    [Fact]
    public void Any_bytes_are_either_taken_or_refused_with_a_reason() =>
        Gen.Select(Gen.Enum<TelemetryTopic>(), Gen.Byte.Array[0, 200]).Sample((topic, bytes) => { Decode(topic, bytes); }, iter: 20_000);

    [Fact]
    public void A_good_message_with_bytes_changed_is_either_taken_or_refused_with_a_reason()
    {
        var originals = new[] { Position, Seal, Sensor }.Select(Encoding.UTF8.GetBytes).ToArray();
        Gen.Select(Gen.Int[0, 2], Gen.Select(Gen.Int[0, 200], Gen.Byte).Array[1, 4], Gen.Int[0, 200]).Sample(
            (which, changes, length) =>
            {
                var bytes = originals[which].ToArray();
                foreach (var (place, value) in changes) bytes[place % bytes.Length] = value;
                Decode((TelemetryTopic)which, bytes);
                Decode((TelemetryTopic)which, bytes[..Math.Min(length, bytes.Length)]);
            },
            iter: 20_000);
    }

    [Fact]
    public void What_was_written_is_read_back() =>
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], Gen.Long).Sample((lat, lon, seq) =>
        {
            var text = FormattableString.Invariant($$"""{"asset":"vehicle/A1","at":"2026-11-22T08:15:30Z","lat":{{lat:R}},"lon":{{lon:R}},"seq":{{seq}}}""");
            var reading = Decode(TelemetryTopic.Positions, text).Reading!;
            return reading.Lat == lat && reading.Lon == lon && reading.Seq == seq;
        });
}
