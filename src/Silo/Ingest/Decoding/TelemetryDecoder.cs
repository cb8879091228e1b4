using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Standards;

namespace ShipmentTracker.Silo.Ingest.Decoding;

/// <summary>
/// Reads telemetry straight from the bytes of the log. Never throws, whatever the bytes: either a reading that is valid in itself, or a sentence
/// that tells the sender what to mend. Unknown fields are left out; what could be meant in two ways (a field given twice, a time without offset,
/// a number in quotes) is refused.
/// </summary>
public static class TelemetryDecoder
{
    /// <summary>The largest message looked at, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The longest name of an operator, in UTF-16 units.</summary>
    public const int MaxOperatorLength = 128;

    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Decodes one message.</summary>
    /// <param name="topic">Which shape to expect.</param>
    /// <param name="value">The message's value: one JSON object (RFC 8259) in UTF-8.</param>
    /// <param name="receivedAt">When the broker received it.</param>
    /// <param name="offset">Its offset in the partition.</param>
    /// <param name="asset">Whose reading it is.</param>
    /// <param name="reading">The reading; null when refused.</param>
    /// <param name="reason">Empty, or why it was refused.</param>
    public static bool TryDecode(
        TelemetryTopic topic, ReadOnlySpan<byte> value, DateTimeOffset receivedAt, long offset,
        out AssetId asset, [NotNullWhen(true)] out Reading? reading, out string reason)
    {
        asset = default;
        reading = null;
        if (value.IsEmpty)
        {
            reason = "the value is empty; a message is one JSON object";
            return false;
        }

        if (value.Length > MaxBytes)
        {
            reason = $"the value has {value.Length} bytes; at most {MaxBytes} are taken";
            return false;
        }

        var fields = new Fields();
        if (TryRead(topic, value, ref fields, out reason) && TryBuild(topic, fields, receivedAt, offset, out asset, out reading, out reason))
            return true;

        reason = Printable(reason);
        return false;
    }

    static bool TryRead(TelemetryTopic topic, ReadOnlySpan<byte> value, ref Fields fields, out string reason)
    {
        // Harmless, and some devices' libraries write it.
        if (value.StartsWith(ByteOrderMark)) value = value[ByteOrderMark.Length..];

        try
        {
            var json = new Utf8JsonReader(value);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                reason = $"a message is one JSON object, not {Name(json.TokenType)}";
                return false;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (Find(topic, ref json) is not { } field)
                {
                    json.Skip();
                    continue;
                }

                if (!fields.Note(field))
                {
                    reason = $"{NameOf(field)} is given twice";
                    return false;
                }

                json.Read();
                if (json.TokenType != JsonTokenType.Null && !TryTake(field, ref json, ref fields, out reason)) return false;
            }

            // Anything but white space after the object throws here.
            json.Read();
            reason = "";
            return true;
        }
        catch (JsonException wrong)
        {
            reason = $"the value is not valid JSON (line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1})";
            return false;
        }
        catch (InvalidOperationException)
        {
            // What Utf8JsonReader throws on text that is no UTF-8, or on half of a surrogate pair.
            reason = "the value holds text that is not valid UTF-8";
            return false;
        }
    }

    static bool TryTake(Field field, ref Utf8JsonReader json, ref Fields fields, out string reason)
    {
        switch (field)
        {
            case Field.Asset:
                if (!TryText(field, ref json, out fields.Asset, out reason)) return false;
                return true;
            case Field.At:
                return TryTime(ref json, out fields.At, out reason);
            case Field.Event:
                return TryEvent(ref json, out fields.Event, out reason);
            case Field.Operator:
                return TryOperator(ref json, out fields.Operator, out reason);
            case Field.DoorOpen:
                if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False)) return NotA(field, "true or false", json.TokenType, out reason);
                fields.DoorOpen = json.TokenType == JsonTokenType.True;
                reason = "";
                return true;
            case Field.Seq:
                return TryWhole(field, ref json, out fields.Seq, out reason);
            case Field.Lat:
                return TryNumber(field, ref json, -90, 90, out fields.Lat, out reason);
            case Field.Lon:
                return TryNumber(field, ref json, -180, 180, out fields.Lon, out reason);
            case Field.SpeedKph:
                return TryNumber(field, ref json, 0, 1500, out fields.SpeedKph, out reason);
            case Field.HeadingDeg:
                return TryNumber(field, ref json, 0, 360, out fields.HeadingDeg, out reason);
            case Field.AccuracyM:
                return TryNumber(field, ref json, 0, 1_000_000, out fields.AccuracyM, out reason);
            case Field.BatteryPct:
                return TryNumber(field, ref json, 0, 100, out fields.BatteryPct, out reason);
            case Field.TemperatureC:
                return TryNumber(field, ref json, -273.15, 1000, out fields.TemperatureC, out reason);
            case Field.HumidityPct:
                return TryNumber(field, ref json, 0, 100, out fields.HumidityPct, out reason);
            case Field.ShockG:
                return TryNumber(field, ref json, 0, 10_000, out fields.ShockG, out reason);
            default:
                return TryNumber(field, ref json, 0, 1_000_000, out fields.LightLux, out reason);
        }
    }

    static bool TryBuild(
        TelemetryTopic topic, in Fields fields, DateTimeOffset receivedAt, long offset,
        out AssetId asset, [NotNullWhen(true)] out Reading? reading, out string reason)
    {
        reading = null;
        if (!AssetNames.TryParse(fields.Asset, out asset, out reason)) return false;
        if (fields.At is not { } at)
        {
            reason = "at is missing: the device's time after RFC 3339, like 2026-11-22T08:15:30Z";
            return false;
        }

        if (fields.Lat is null != fields.Lon is null)
        {
            reason = fields.Lat is null ? "lon is given without lat" : "lat is given without lon";
            return false;
        }

        switch (topic)
        {
            case TelemetryTopic.Positions:
                if (fields.Lat is null)
                {
                    reason = "lat and lon are missing: a position needs both";
                    return false;
                }

                reading = new PositionReading
                {
                    At = at,
                    ReceivedAt = receivedAt,
                    Offset = offset,
                    Seq = fields.Seq,
                    Lat = fields.Lat,
                    Lon = fields.Lon,
                    SpeedKph = fields.SpeedKph,
                    HeadingDeg = fields.HeadingDeg,
                    AccuracyM = fields.AccuracyM,
                };
                return true;

            case TelemetryTopic.Seals:
                if (asset.Kind != AssetKind.Seal)
                {
                    reason = $"asset {asset} is not a seal: only seals report on {Topics.Seals}";
                    return false;
                }

                if (fields.Event is not { } what)
                {
                    reason = $"event is missing: one of {EventNames}";
                    return false;
                }

                reading = new SealReading
                {
                    At = at,
                    ReceivedAt = receivedAt,
                    Offset = offset,
                    Seq = fields.Seq,
                    Lat = fields.Lat,
                    Lon = fields.Lon,
                    Event = what,
                    BatteryPct = fields.BatteryPct,
                    Operator = fields.Operator,
                };
                return true;

            default:
                if (fields is { TemperatureC: null, HumidityPct: null, ShockG: null, DoorOpen: null, LightLux: null, BatteryPct: null })
                {
                    reason = "there is no sensor value: give at least one of temperatureC, humidityPct, shockG, doorOpen, lightLux, batteryPct";
                    return false;
                }

                reading = new SensorReading
                {
                    At = at,
                    ReceivedAt = receivedAt,
                    Offset = offset,
                    Seq = fields.Seq,
                    Lat = fields.Lat,
                    Lon = fields.Lon,
                    TemperatureC = fields.TemperatureC,
                    HumidityPct = fields.HumidityPct,
                    ShockG = fields.ShockG,
                    DoorOpen = fields.DoorOpen,
                    LightLux = fields.LightLux,
                    BatteryPct = fields.BatteryPct,
                };
                return true;
        }
    }

    static bool TryText(Field field, ref Utf8JsonReader json, out string? text, out string reason)
    {
        text = null;
        if (json.TokenType != JsonTokenType.String) return NotA(field, "a string", json.TokenType, out reason);
        text = json.GetString();
        reason = "";
        return true;
    }

    static bool TryTime(ref Utf8JsonReader json, out DateTimeOffset? at, out string reason)
    {
        at = null;
        if (json.TokenType != JsonTokenType.String) return NotA(Field.At, "a string", json.TokenType, out reason);
        DateTimeOffset moment;
        var read = json.ValueIsEscaped
            ? DeviceTime.TryParse(Encoding.UTF8.GetBytes(json.GetString()!), out moment, out reason)
            : DeviceTime.TryParse(json.ValueSpan, out moment, out reason);
        if (read) at = moment;
        return read;
    }

    static bool TryOperator(ref Utf8JsonReader json, out string? name, out string reason)
    {
        if (!TryText(Field.Operator, ref json, out name, out reason)) return false;
        if (name!.Length > MaxOperatorLength)
        {
            reason = $"operator has {name.Length} characters; at most {MaxOperatorLength} are taken";
            return false;
        }

        // The history cannot store U+0000, and no name holds a control character.
        if (name.Any(char.IsControl))
        {
            reason = "operator holds a control character";
            return false;
        }

        return true;
    }

    const string EventNames = "sealed, opened, unlocked, tampered, cut, heartbeat, lowBattery, faulty";

    static bool TryEvent(ref Utf8JsonReader json, out SealEvent? what, out string reason)
    {
        what = null;
        if (!TryText(Field.Event, ref json, out var word, out reason)) return false;

        // No two events differ in case only, so any case is taken.
        what = word!.ToUpperInvariant() switch
        {
            "SEALED" => SealEvent.Sealed,
            "OPENED" => SealEvent.Opened,
            "UNLOCKED" => SealEvent.Unlocked,
            "TAMPERED" => SealEvent.Tampered,
            "CUT" => SealEvent.Cut,
            "HEARTBEAT" => SealEvent.Heartbeat,
            "LOWBATTERY" => SealEvent.LowBattery,
            "FAULTY" => SealEvent.Faulty,
            _ => null,
        };
        if (what is null) reason = $"event \"{Shorten(word)}\" is not one of {EventNames}";
        return what is not null;
    }

    static bool TryNumber(Field field, ref Utf8JsonReader json, double min, double max, out double? number, out string reason)
    {
        number = null;
        if (json.TokenType != JsonTokenType.Number) return NotA(field, "a number", json.TokenType, out reason);

        // 1e999 reads as infinity and is outside every range.
        if (!json.TryGetDouble(out var value) || !(value >= min && value <= max))
        {
            reason = string.Create(CultureInfo.InvariantCulture, $"{NameOf(field)} {Written(json)} is outside {min}..{max}");
            return false;
        }

        number = value;
        reason = "";
        return true;
    }

    static bool TryWhole(Field field, ref Utf8JsonReader json, out long? number, out string reason)
    {
        number = null;
        if (json.TokenType != JsonTokenType.Number) return NotA(field, "a number", json.TokenType, out reason);
        if (json.TryGetInt64(out var whole))
        {
            number = whole;
            reason = "";
            return true;
        }

        // Some encoders write every number with a point: 18211.0 is as whole as 18211, up to what a double can tell apart.
        if (json.TryGetDouble(out var value) && Math.Floor(value) == value && Math.Abs(value) <= 1L << 53)
        {
            number = (long)value;
            reason = "";
            return true;
        }

        reason = $"{NameOf(field)} {Written(json)} is not a whole number of 64 bits";
        return false;
    }

    static bool NotA(Field field, string wanted, JsonTokenType got, out string reason)
    {
        reason = $"{NameOf(field)} must be {wanted}, not {Name(got)}";
        return false;
    }

    /// <summary>The number as the sender wrote it.</summary>
    static string Written(in Utf8JsonReader json) => Shorten(Encoding.UTF8.GetString(json.ValueSpan));

    static string Shorten(string text) => text.Length <= 64 ? text : string.Concat(text.AsSpan(0, 64), "...");

    /// <summary>Reasons quote what was sent, and are shown on terminals.</summary>
    static string Printable(string reason) =>
        reason.Any(char.IsControl) ? string.Create(reason.Length, reason, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) ? '?' : from[i];
        }) : reason;

    static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };

    /// <summary>Which field a name means on a topic; null where the topic does not know it.</summary>
    static Field? Find(TelemetryTopic topic, ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("asset"u8)) return Field.Asset;
        if (json.ValueTextEquals("at"u8)) return Field.At;
        if (json.ValueTextEquals("lat"u8)) return Field.Lat;
        if (json.ValueTextEquals("lon"u8)) return Field.Lon;
        if (json.ValueTextEquals("seq"u8)) return Field.Seq;
        switch (topic)
        {
            case TelemetryTopic.Positions:
                if (json.ValueTextEquals("speedKph"u8)) return Field.SpeedKph;
                if (json.ValueTextEquals("headingDeg"u8)) return Field.HeadingDeg;
                if (json.ValueTextEquals("accuracyM"u8)) return Field.AccuracyM;
                return null;
            case TelemetryTopic.Seals:
                if (json.ValueTextEquals("event"u8)) return Field.Event;
                if (json.ValueTextEquals("batteryPct"u8)) return Field.BatteryPct;
                if (json.ValueTextEquals("operator"u8)) return Field.Operator;
                return null;
            default:
                if (json.ValueTextEquals("temperatureC"u8)) return Field.TemperatureC;
                if (json.ValueTextEquals("humidityPct"u8)) return Field.HumidityPct;
                if (json.ValueTextEquals("shockG"u8)) return Field.ShockG;
                if (json.ValueTextEquals("doorOpen"u8)) return Field.DoorOpen;
                if (json.ValueTextEquals("lightLux"u8)) return Field.LightLux;
                if (json.ValueTextEquals("batteryPct"u8)) return Field.BatteryPct;
                return null;
        }
    }

    static string NameOf(Field field) => field switch
    {
        Field.Asset => "asset",
        Field.At => "at",
        Field.Lat => "lat",
        Field.Lon => "lon",
        Field.Seq => "seq",
        Field.SpeedKph => "speedKph",
        Field.HeadingDeg => "headingDeg",
        Field.AccuracyM => "accuracyM",
        Field.Event => "event",
        Field.BatteryPct => "batteryPct",
        Field.Operator => "operator",
        Field.TemperatureC => "temperatureC",
        Field.HumidityPct => "humidityPct",
        Field.ShockG => "shockG",
        Field.DoorOpen => "doorOpen",
        _ => "lightLux",
    };

    enum Field
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

    /// <summary>What has been read so far.</summary>
    struct Fields
    {
        uint seen;

        public string? Asset;
        public DateTimeOffset? At;
        public double? Lat;
        public double? Lon;
        public long? Seq;
        public double? SpeedKph;
        public double? HeadingDeg;
        public double? AccuracyM;
        public SealEvent? Event;
        public double? BatteryPct;
        public string? Operator;
        public double? TemperatureC;
        public double? HumidityPct;
        public double? ShockG;
        public bool? DoorOpen;
        public double? LightLux;

        /// <summary>False when the field was seen before.</summary>
        public bool Note(Field field)
        {
            var bit = 1u << (int)field;
            if ((seen & bit) != 0) return false;
            seen |= bit;
            return true;
        }
    }
}
