using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ShipmentTracker.History.Queries;

/// <summary>
/// A place in a list, as an opaque text: which list, and the sequence number of the last item told. Items keep their number, so that nothing is told twice or left out
/// while new ones come in at the front.
/// </summary>
static class Cursor
{
    public static string Write(char list, long sequence) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{list}{sequence}")));

    /// <summary>The sequence number; the highest there is without a cursor.</summary>
    /// <exception cref="BadCursorException">It is none of this list's.</exception>
    public static long Read(char list, string? cursor)
    {
        if (cursor is null)
            return long.MaxValue;
        try
        {
            var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
            if (text.Length > 1 && text[0] == list && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                return sequence;
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw new BadCursorException();
    }
}
