using System.IO.Pipelines;
using System.Text.Unicode;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.History.Tracks;

/// <summary>CSV after RFC 4180, with a header line; times in UTC, numbers with a decimal point.</summary>
sealed class CsvTrack : ITrackWriter
{
    public const string MediaType = "text/csv";

    const int LongestLine = 256;

    public string ContentType => MediaType + "; charset=utf-8; header=present";

    public string Extension => ".csv";

    public void Begin(PipeWriter output) => Utf8Text.Write(output, "at,lat,lon,speedKph,headingDeg,accuracyM,kind,mark,receivedAt\r\n"u8);

    public void Write(PipeWriter output, TrackPoint point)
    {
        Utf8.TryWrite(
            output.GetSpan(LongestLine), System.Globalization.CultureInfo.InvariantCulture,
            $"{Rfc3339.Format(point.At)},{point.Lat},{point.Lon},{point.SpeedKph},{point.HeadingDeg},{point.AccuracyM},{point.Kind},{point.Mark},{Rfc3339.Format(point.ReceivedAt)}\r\n", out var written);
        output.Advance(written);
    }

    public void End(PipeWriter output)
    {
    }
}
