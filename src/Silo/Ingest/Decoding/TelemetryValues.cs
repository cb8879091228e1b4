using System.Globalization;
using System.Text;
using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Standards;
using static ShipmentTracker.Silo.Ingest.Decoding.TelemetryFields;

namespace ShipmentTracker.Silo.Ingest.Decoding;

/// <summary>Reads single values of a message; what is refused gets a reason that says what to mend.</summary>
static class TelemetryValues
{
    /// <summary>The longest name of an operator, in UTF-16 units.</summary>
    public const int MaxOperatorLength = 128;

    const int MaxPlainAsset = 64;

    /// <summary>Whose message it is; no text is made of it that is not kept.</summary>
    public static bool TryAsset(ref Utf8JsonReader json, out AssetId asset, out string reason)
    {
        if (json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= MaxPlainAsset)
        {
            Span<char> text = stackalloc char[MaxPlainAsset];
            return AssetNames.TryParse(text[..json.CopyString(text)], out asset, out reason);
        }

        asset = default;
        return TryText(TelemetryField.Asset, ref json, out var name, out reason) && AssetNames.TryParse(name, out asset, out reason);
    }

    /// <summary>What a seal may report.</summary>
    public const string EventNames = "sealed, opened, unlocked, tampered, cut, heartbeat, lowBattery, faulty";

    public static bool TryEvent(ref Utf8JsonReader json, out SealEvent? what, out string reason)
    {
        what = null;
        if (!TryText(TelemetryField.Event, ref json, out var word, out reason)) return false;

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

    public static bool TryText(TelemetryField field, ref Utf8JsonReader json, out string? text, out string reason)
    {
        text = null;
        if (json.TokenType != JsonTokenType.String) return NotA(field, "a string", json.TokenType, out reason);
        text = json.GetString();
        reason = "";
        return true;
    }

    public static bool TryTime(ref Utf8JsonReader json, out DateTimeOffset? at, out string reason)
    {
        at = null;
        if (json.TokenType != JsonTokenType.String) return NotA(TelemetryField.At, "a string", json.TokenType, out reason);
        DateTimeOffset moment;
        var read = json.ValueIsEscaped
            ? DeviceTime.TryParse(Encoding.UTF8.GetBytes(json.GetString()!), out moment, out reason)
            : DeviceTime.TryParse(json.ValueSpan, out moment, out reason);
        if (read) at = moment;
        return read;
    }

    public static bool TryOperator(ref Utf8JsonReader json, out string? name, out string reason)
    {
        if (!TryText(TelemetryField.Operator, ref json, out name, out reason)) return false;
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

    public static bool TryNumber(TelemetryField field, ref Utf8JsonReader json, double min, double max, out double? number, out string reason)
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

    public static bool TryWhole(TelemetryField field, ref Utf8JsonReader json, out long? number, out string reason)
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

    public static bool NotA(TelemetryField field, string wanted, JsonTokenType got, out string reason)
    {
        reason = $"{NameOf(field)} must be {wanted}, not {Name(got)}";
        return false;
    }

    /// <summary>The number as the sender wrote it.</summary>
    static string Written(in Utf8JsonReader json) => Shorten(Encoding.UTF8.GetString(json.ValueSpan));

    static string Shorten(string text) => text.Length <= 64 ? text : string.Concat(text.AsSpan(0, 64), "...");

    public static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };
}
