using System.Buffers;
using System.Text;

namespace ShipmentTracker.Api.History.Tracks;

/// <summary>Text into a buffer.</summary>
static class Utf8Text
{
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text) => output.Write(text);

    public static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
