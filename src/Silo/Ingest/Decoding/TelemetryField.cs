using System.Text.Json;

namespace ShipmentTracker.Silo.Ingest.Decoding;

/// <summary>The fields that messages may have.</summary>
enum TelemetryField
{
    Asset,
    At,
    Lat,
    Lon,
    Seq,
    SpeedKph,
    HeadingDeg,
    AccuracyM,
    Event,
    BatteryPct,
    Operator,
    TemperatureC,
    HumidityPct,
    ShockG,
    DoorOpen,
    LightLux,
}

/// <summary>Names of the fields on the wire.</summary>
static class TelemetryFields
{
    /// <summary>Which field a name means on a topic; null where the topic does not know it.</summary>
    public static TelemetryField? Find(TelemetryTopic topic, ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("asset"u8)) return TelemetryField.Asset;
        if (json.ValueTextEquals("at"u8)) return TelemetryField.At;
        if (json.ValueTextEquals("lat"u8)) return TelemetryField.Lat;
        if (json.ValueTextEquals("lon"u8)) return TelemetryField.Lon;
        if (json.ValueTextEquals("seq"u8)) return TelemetryField.Seq;
        switch (topic)
        {
            case TelemetryTopic.Positions:
                if (json.ValueTextEquals("speedKph"u8)) return TelemetryField.SpeedKph;
                if (json.ValueTextEquals("headingDeg"u8)) return TelemetryField.HeadingDeg;
                if (json.ValueTextEquals("accuracyM"u8)) return TelemetryField.AccuracyM;
                return null;
            case TelemetryTopic.Seals:
                if (json.ValueTextEquals("event"u8)) return TelemetryField.Event;
                if (json.ValueTextEquals("batteryPct"u8)) return TelemetryField.BatteryPct;
                if (json.ValueTextEquals("operator"u8)) return TelemetryField.Operator;
                return null;
            default:
                if (json.ValueTextEquals("temperatureC"u8)) return TelemetryField.TemperatureC;
                if (json.ValueTextEquals("humidityPct"u8)) return TelemetryField.HumidityPct;
                if (json.ValueTextEquals("shockG"u8)) return TelemetryField.ShockG;
                if (json.ValueTextEquals("doorOpen"u8)) return TelemetryField.DoorOpen;
                if (json.ValueTextEquals("lightLux"u8)) return TelemetryField.LightLux;
                if (json.ValueTextEquals("batteryPct"u8)) return TelemetryField.BatteryPct;
                return null;
        }
    }

    public static string NameOf(TelemetryField field) => field switch
    {
        TelemetryField.Asset => "asset",
        TelemetryField.At => "at",
        TelemetryField.Lat => "lat",
        TelemetryField.Lon => "lon",
        TelemetryField.Seq => "seq",
        TelemetryField.SpeedKph => "speedKph",
        TelemetryField.HeadingDeg => "headingDeg",
        TelemetryField.AccuracyM => "accuracyM",
        TelemetryField.Event => "event",
        TelemetryField.BatteryPct => "batteryPct",
        TelemetryField.Operator => "operator",
        TelemetryField.TemperatureC => "temperatureC",
        TelemetryField.HumidityPct => "humidityPct",
        TelemetryField.ShockG => "shockG",
        TelemetryField.DoorOpen => "doorOpen",
        _ => "lightLux",
    };
}
