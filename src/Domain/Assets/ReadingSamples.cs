using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Domain.Assets;

/// <summary>Turns readings as they travel into readings as they are kept.</summary>
public static class ReadingSamples
{
    public static Sample ToSample(this Reading reading)
    {
        Sample sample = reading switch
        {
            PositionReading p => new PositionSample { At = p.At, SpeedKph = p.SpeedKph, HeadingDeg = p.HeadingDeg, AccuracyM = p.AccuracyM },
            SealReading s => new SealSample { At = s.At, Event = s.Event, BatteryPct = s.BatteryPct, Operator = s.Operator },
            SensorReading x => new SensorSample
            {
                At = x.At,
                TemperatureC = x.TemperatureC,
                HumidityPct = x.HumidityPct,
                ShockG = x.ShockG,
                DoorOpen = x.DoorOpen,
                LightLux = x.LightLux,
                BatteryPct = x.BatteryPct,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name, "a kind of reading nobody knows"),
        };
        return sample with { DelayMs = (long)(reading.ReceivedAt - reading.At).TotalMilliseconds, Seq = reading.Seq, Lat = reading.Lat, Lon = reading.Lon };
    }
}
