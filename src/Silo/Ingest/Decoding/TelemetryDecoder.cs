using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using static ShipmentTracker.Silo.Ingest.Decoding.TelemetryFields;
using static ShipmentTracker.Silo.Ingest.Decoding.TelemetryValues;

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
        var isValid = TryDecode(topic, value, out var message, out reason);
        (asset, reading) = isValid ? (message.Asset, message.ToReading(receivedAt, offset)) : default;
        return isValid;
    }

    /// <inheritdoc cref="TryDecode(TelemetryTopic, ReadOnlySpan{byte}, DateTimeOffset, long, out AssetId, out Reading?, out string)"/>
    internal static bool TryDecode(TelemetryTopic topic, ReadOnlySpan<byte> value, out Telemetry message, out string reason)
    {
        message = new Telemetry { Topic = topic };
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

        if (TryRead(value, ref message, out reason) && IsWhole(message, out reason))
            return true;
        reason = Printable(reason);
        return false;
    }

    static bool TryRead(ReadOnlySpan<byte> value, ref Telemetry message, out string reason)
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
                if (Find(message.Topic, ref json) is not { } field)
                {
                    json.Skip();
                    continue;
                }

                if (!message.Note(field))
                {
                    reason = $"{NameOf(field)} is given twice";
                    return false;
                }

                json.Read();
                if (json.TokenType != JsonTokenType.Null && !TryTake(field, ref json, ref message, out reason)) return false;
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

    static bool TryTake(TelemetryField field, ref Utf8JsonReader json, ref Telemetry message, out string reason)
    {
        switch (field)
        {
            case TelemetryField.Asset:
                return TryAsset(ref json, out message.Asset, out reason);
            case TelemetryField.At:
                return TryTime(ref json, out message.At, out reason);
            case TelemetryField.Event:
                return TryEvent(ref json, out message.Event, out reason);
            case TelemetryField.Operator:
                return TryOperator(ref json, out message.Operator, out reason);
            case TelemetryField.DoorOpen:
                if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False)) return NotA(field, "true or false", json.TokenType, out reason);
                message.DoorOpen = json.TokenType == JsonTokenType.True;
                reason = "";
                return true;
            case TelemetryField.Seq:
                return TryWhole(field, ref json, out message.Seq, out reason);
            case TelemetryField.Lat:
                return TryNumber(field, ref json, -90, 90, out message.Lat, out reason);
            case TelemetryField.Lon:
                return TryNumber(field, ref json, -180, 180, out message.Lon, out reason);
            case TelemetryField.SpeedKph:
                return TryNumber(field, ref json, 0, 1500, out message.SpeedKph, out reason);
            case TelemetryField.HeadingDeg:
                return TryNumber(field, ref json, 0, 360, out message.HeadingDeg, out reason);
            case TelemetryField.AccuracyM:
                return TryNumber(field, ref json, 0, 1_000_000, out message.AccuracyM, out reason);
            case TelemetryField.BatteryPct:
                return TryNumber(field, ref json, 0, 100, out message.BatteryPct, out reason);
            case TelemetryField.TemperatureC:
                return TryNumber(field, ref json, -273.15, 1000, out message.TemperatureC, out reason);
            case TelemetryField.HumidityPct:
                return TryNumber(field, ref json, 0, 100, out message.HumidityPct, out reason);
            case TelemetryField.ShockG:
                return TryNumber(field, ref json, 0, 10_000, out message.ShockG, out reason);
            default:
                return TryNumber(field, ref json, 0, 1_000_000, out message.LightLux, out reason);
        }
    }

    static bool IsWhole(in Telemetry message, out string reason)
    {
        reason = message switch
        {
            { Asset.Id: null } => "asset is missing; write it like vehicle/29H81234",
            { At: null } => "at is missing: the device's time after RFC 3339, like 2026-11-22T08:15:30Z",
            { Lat: null, Lon: not null } => "lon is given without lat",
            { Lat: not null, Lon: null } => "lat is given without lon",
            { Topic: TelemetryTopic.Positions, Lat: null } => "lat and lon are missing: a position needs both",
            { Topic: TelemetryTopic.Seals, Asset.Kind: not AssetKind.Seal } => $"asset {message.Asset} is not a seal: only seals report on {Topics.Seals}",
            { Topic: TelemetryTopic.Seals, Event: null } => $"event is missing: one of {EventNames}",
            { Topic: TelemetryTopic.Sensors, TemperatureC: null, HumidityPct: null, ShockG: null, DoorOpen: null, LightLux: null, BatteryPct: null } =>
                "there is no sensor value: give at least one of temperatureC, humidityPct, shockG, doorOpen, lightLux, batteryPct",
            _ => "",
        };
        return reason.Length == 0;
    }

    /// <summary>Reasons quote what was sent, and are shown on terminals.</summary>
    static string Printable(string reason) =>
        reason.Any(char.IsControl) ? string.Create(reason.Length, reason, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) ? '?' : from[i];
        }) : reason;
}
