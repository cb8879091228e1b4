using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ShipmentTracker.History.Queries;

/// <summary>
/// A place in a list, as an opaque text: which list, and the sequence number of the last item told. Items keep their number, so that nothing is told twice or left out
/// while new ones come in at the front. A list in the order of a time has that time, and a number for items of the same moment.
/// </summary>
static class Cursor
{
    public static string Write(char list, long sequence) => Encode(string.Create(CultureInfo.InvariantCulture, $"{list}{sequence}"));

    public static string Write(char list, DateTimeOffset moment, long number) =>
        Encode(string.Create(CultureInfo.InvariantCulture, $"{list}{moment.UtcTicks}.{number}"));

    /// <summary>The sequence number; the highest there is without a cursor.</summary>
    /// <exception cref="BadCursorException">It is none of this list's.</exception>
    public static long Read(char list, string? cursor)
    {
        if (cursor is null)
            return long.MaxValue;
        return Whole(Decode(list, cursor)) ?? throw new BadCursorException();
    }

    /// <summary>The moment and the number; the latest there are without a cursor.</summary>
    /// <exception cref="BadCursorException">It is none of this list's.</exception>
    public static (DateTimeOffset Moment, long Number) ReadMoment(char list, string? cursor)
    {
        if (cursor is null)
            return (DateTimeOffset.MaxValue, long.MaxValue);
        var text = Decode(list, cursor);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && Whole(text.AsSpan(0, point)) is { } ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks && Whole(text.AsSpan(point + 1)) is { } number
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), number)
            : throw new BadCursorException();
    }

    static string Encode(string text) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));

    static string Decode(char list, string cursor)
    {
        try
        {
            var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
            if (text.Length > 1 && text[0] == list)
                return text[1..];
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw new BadCursorException();
    }

    static long? Whole(ReadOnlySpan<char> text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
