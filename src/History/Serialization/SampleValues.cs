using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Serialization;

/// <summary>What has been read of a reading, before it is known what kind it is.</summary>
struct SampleValues
{
    public SampleKind Kind;
    public DateTimeOffset? At;
    public long DelayMs;
    public long? Seq;
    public SampleMark Mark;
    public double? Lat, Lon, SpeedKph, HeadingDeg, AccuracyM, BatteryPct, TemperatureC, HumidityPct, ShockG, LightLux;
    public bool? DoorOpen;
    public SealEvent? Event;
    public string? Operator;

    public static SampleKind KindCalled(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("position"u8) ? SampleKind.Position
        : reader.ValueTextEquals("sensor"u8) ? SampleKind.Sensor
        : reader.ValueTextEquals("seal"u8) ? SampleKind.Seal
        : throw new JsonException($"\"{reader.GetString()}\" is no kind of reading");

    /// <exception cref="JsonException">Something is missing.</exception>
    public readonly Sample ToSample() => Kind switch
    {
        SampleKind.Position => new PositionSample
        {
            At = Needed(At, "time"),
            DelayMs = DelayMs,
            Seq = Seq,
            Mark = Mark,
            Lat = Lat,
            Lon = Lon,
            SpeedKph = SpeedKph,
            HeadingDeg = HeadingDeg,
            AccuracyM = AccuracyM,
        },
        SampleKind.Seal => new SealSample
        {
            At = Needed(At, "time"),
            DelayMs = DelayMs,
            Seq = Seq,
            Mark = Mark,
            Lat = Lat,
            Lon = Lon,
            Event = Needed(Event, "event"),
            BatteryPct = BatteryPct,
            Operator = Operator,
        },
        SampleKind.Sensor => new SensorSample
        {
            At = Needed(At, "time"),
            DelayMs = DelayMs,
            Seq = Seq,
            Mark = Mark,
            Lat = Lat,
            Lon = Lon,
            TemperatureC = TemperatureC,
            HumidityPct = HumidityPct,
            ShockG = ShockG,
            DoorOpen = DoorOpen,
            LightLux = LightLux,
            BatteryPct = BatteryPct,
        },
        _ => throw new JsonException("A reading of no kind"),
    };

    static T Needed<T>(T? value, string what)
        where T : struct => value ?? throw new JsonException($"A reading without its {what}");
}

enum SampleKind : byte
{
    Unknown,
    Position,
    Seal,
    Sensor,
}
