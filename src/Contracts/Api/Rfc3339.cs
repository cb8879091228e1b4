using System.Globalization;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Moments as text after RFC 3339, always with their offset from UTC: a time without one could be anybody's.</summary>
public static class Rfc3339
{
    /// <summary>What to tell whoever wrote something else.</summary>
    public const string Expected = "must be a time after RFC 3339 with its offset from UTC, like 2026-11-22T08:15:30Z";

    const string WriteFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    static readonly string[] ReadFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>Reads a moment; false when it is none, or has no offset.</summary>
    public static bool TryParse(string? text, out DateTimeOffset moment)
    {
        moment = default;

        // "zzz" also takes an offset without minutes, and "FFFFFFF" a point without digits; the shortest right form has 20 characters.
        if (text is null || text.Length is < 20 or > 40 || text[19] is '.' && !char.IsAsciiDigit(text[20]))
            return false;
        if (text[^1] is not ('Z' or 'z') && text[^3] != ':')
            return false;
        return DateTimeOffset.TryParseExact(
            text.ToUpperInvariant(), ReadFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
    }

    /// <summary>Writes a moment in UTC, with as many decimals as it has.</summary>
    public static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString(WriteFormat, CultureInfo.InvariantCulture);
}
