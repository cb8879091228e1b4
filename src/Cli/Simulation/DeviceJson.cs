using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>Device messages in their wire form.</summary>
public static class DeviceJson
{
    /// <summary>Topic and value of a message of a demo that began at <paramref name="start"/>.</summary>
    public static (string Topic, byte[] Value) Encode(DeviceMessage message, DateTimeOffset start)
    {
        if (message is GarbageSample garbage)
            return (garbage.Topic, [.. garbage.Value]);

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("asset", message.Asset);
            json.WriteString("at", At(start, message.Second));
            WriteValues(json, message);
            json.WriteEndObject();
        }
        return (TopicOf(message), buffer.WrittenSpan.ToArray());
    }

    /// <summary>A device's time, RFC 3339 in UTC, whole seconds.</summary>
    public static string At(DateTimeOffset start, int second) =>
        start.AddSeconds(second).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string TopicOf(DeviceMessage message) => message switch
    {
        PositionSample => Topics.Positions,
        SealSample => Topics.Seals,
        SensorSample => Topics.Sensors,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "Unknown kind of message."),
    };

    static void WriteValues(Utf8JsonWriter json, DeviceMessage message)
    {
        switch (message)
        {
            case PositionSample fix:
                WritePlace(json, fix.Place);
                json.WriteNumber("speedKph", Math.Round(fix.SpeedKph, 1));
                json.WriteNumber("headingDeg", fix.HeadingDeg);
                json.WriteNumber("accuracyM", fix.AccuracyM);
                json.WriteNumber("seq", fix.Seq);
                break;
            case SealSample seal:
                json.WriteString("event", seal.Event);
                WritePlace(json, seal.Place);
                json.WriteNumber("batteryPct", seal.BatteryPct);
                json.WriteString("operator", seal.Operator);
                json.WriteNumber("seq", seal.Seq);
                break;
            case SensorSample sensor:
                json.WriteNumber("temperatureC", sensor.TemperatureC);
                json.WriteNumber("humidityPct", sensor.HumidityPct);
                json.WriteNumber("shockG", sensor.ShockG);
                json.WriteBoolean("doorOpen", false);
                json.WriteNumber("lightLux", 0);
                WritePlace(json, sensor.Place);
                json.WriteNumber("seq", sensor.Seq);
                break;
        }
    }

    static void WritePlace(Utf8JsonWriter json, GeoPoint place)
    {
        // Six decimals are a decimetre.
        json.WriteNumber("lat", Math.Round(place.Lat, 6));
        json.WriteNumber("lon", Math.Round(place.Lon, 6));
    }
}
