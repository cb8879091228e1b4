using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Domain.Assets;

/// <summary>Turns readings as they travel into readings as they are kept.</summary>
public static class ReadingSamples
{
    public static Sample ToSample(this Reading reading) => reading switch
    {
        PositionReading p => new PositionSample
        {
            At = p.At,
            DelayMs = DelayMs(p),
            Seq = p.Seq,
            Lat = p.Lat,
            Lon = p.Lon,
            SpeedKph = p.SpeedKph,
            HeadingDeg = p.HeadingDeg,
            AccuracyM = p.AccuracyM,
        },
        SealReading s => new SealSample
        {
            At = s.At,
            DelayMs = DelayMs(s),
            Seq = s.Seq,
            Lat = s.Lat,
            Lon = s.Lon,
            Event = s.Event,
            BatteryPct = s.BatteryPct,
            Operator = s.Operator,
        },
        SensorReading x => new SensorSample
        {
            At = x.At,
            DelayMs = DelayMs(x),
            Seq = x.Seq,
            Lat = x.Lat,
            Lon = x.Lon,
            TemperatureC = x.TemperatureC,
            HumidityPct = x.HumidityPct,
            ShockG = x.ShockG,
            DoorOpen = x.DoorOpen,
            LightLux = x.LightLux,
            BatteryPct = x.BatteryPct,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name, "a kind of reading nobody knows"),
    };

    static long DelayMs(Reading reading) => (long)(reading.ReceivedAt - reading.At).TotalMilliseconds;
}
