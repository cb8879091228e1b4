using System.Text;

namespace ShipmentTracker.Silo.Ingest.Decoding;

/// <summary>
/// Reads a device's time: RFC 3339, section 5.6, with its offset. A time without one could be anybody's and is refused. What RFC 3339 leaves open
/// is taken: lower case t and z, a space between date and time, any number of decimals (more than seven are cut), -00:00.
/// </summary>
static class DeviceTime
{
    /// <summary>A tracker that has lost its clock says 1970, 1980 or 2000; no electronic seal is older than this.</summary>
    public const int MinYear = 1990;

    /// <summary>A clock may run ahead (the domain marks that), but arithmetic on time must not overflow.</summary>
    public const int MaxYear = 2999;

    /// <param name="text">UTF-8.</param>
    /// <param name="at">The moment, in UTC.</param>
    /// <param name="reason">A sentence that says what to mend.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset at, out string reason)
    {
        at = default;
        reason = "";
        if (text.Length >= 19
            && TryDigits(text[..4], out var year) && text[4] == '-' && TryDigits(text[5..7], out var month) && text[7] == '-' && TryDigits(text[8..10], out var day)
            && text[10] is (byte)'T' or (byte)'t' or (byte)' '
            && TryDigits(text[11..13], out var hour) && text[13] == ':' && TryDigits(text[14..16], out var minute) && text[16] == ':' && TryDigits(text[17..19], out var second))
        {
            var rest = text[19..];
            if (!TryFraction(ref rest, out var ticks)) return Refuse(text, out reason);
            if (rest.IsEmpty)
            {
                reason = $"at \"{Show(text)}\" has no offset from UTC: end it with Z or like +07:00";
                return false;
            }

            if (!TryOffset(rest, out var offset)) return Refuse(text, out reason);
            if (month is < 1 or > 12 || day < 1 || year < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
            {
                reason = $"at \"{Show(text)}\" is no date and time of the calendar";
                return false;
            }

            if (year is < MinYear or > MaxYear)
            {
                reason = $"at \"{Show(text)}\" is outside the years {MinYear} to {MaxYear}";
                return false;
            }

            // A leap second (RFC 3339 allows 60) is told apart from nothing else: it becomes the first moment of the next minute.
            var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Utc);
            local = second == 60 ? local.AddSeconds(1) : local.AddTicks(ticks);
            at = new DateTimeOffset(local - offset, TimeSpan.Zero);
            return true;
        }

        return Refuse(text, out reason);
    }

    static bool Refuse(ReadOnlySpan<byte> text, out string reason)
    {
        reason = $"at \"{Show(text)}\" is not a time after RFC 3339: write it like 2026-11-22T08:15:30Z";
        return false;
    }

    static bool TryFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.') return true;
        var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = rest.Length - 1;
        if (digits == 0) return false;
        for (var i = 0; i < 7; i++)
            ticks = ticks * 10 + (i < digits ? rest[1 + i] - '0' : 0);
        rest = rest[(1 + digits)..];
        return true;
    }

    static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text.Length == 1) return text[0] is (byte)'Z' or (byte)'z';
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryDigits(text[1..3], out var hours) || !TryDigits(text[4..6], out var minutes) || hours > 23 || minutes > 59)
            return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-') offset = -offset;
        return true;
    }

    static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (c - '0');
        }

        return true;
    }

    static string Show(ReadOnlySpan<byte> text) =>
        text.Length <= 64 ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..64]) + "...";
}
