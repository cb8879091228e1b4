using System.Globalization;
using System.Text.Unicode;

namespace ShipmentTracker.Bench.Generation;

/// <summary>One GPS fix of one vehicle, with every field that a message of <c>tracking.positions</c> can have.</summary>
public readonly record struct PositionFix(
    DateTimeOffset At, double Lat, double Lon, double SpeedKph, int HeadingDeg, double AccuracyM, long Seq)
{
    /// <summary>No message is longer, in bytes.</summary>
    public const int MaxBytes = 256;

    /// <summary>Writes it as the message's JSON in UTF-8, without allocating.</summary>
    /// <returns>How many bytes it has.</returns>
    public int Write(string asset, Span<byte> to) =>
        Utf8.TryWrite(
            to, CultureInfo.InvariantCulture,
            $$"""{"asset":"{{asset}}","at":"{{At.UtcDateTime:s}}Z","lat":{{Lat:0.000000}},"lon":{{Lon:0.000000}},"speedKph":{{SpeedKph:0.0}},"headingDeg":{{HeadingDeg}},"accuracyM":{{AccuracyM:0.0}},"seq":{{Seq}}}""",
            out var written)
            ? written
            : throw new InvalidOperationException($"A message of {asset} has more than {to.Length} bytes");
}
