using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.History.Tracks;

/// <summary>GPX 1.1. Speed and course stand in Garmin's TrackPointExtension v2 (metres a second, degrees), as GPX itself has no place for them.</summary>
/// <param name="name">The asset: kind, slash, letters and digits, so that nothing in it needs escaping.</param>
sealed class GpxTrack(string name) : ITrackWriter
{
    public const string MediaType = "application/gpx+xml";

    const double KphPerMps = 3.6;

    readonly StringBuilder line = new(512);

    public string ContentType => MediaType;

    public string Extension => ".gpx";

    public void Begin(PipeWriter output) => Utf8Text.Write(
        output,
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <gpx version="1.1" creator="ShipmentTracker" xmlns="http://www.topografix.com/GPX/1/1" xmlns:tpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">
        <trk><name>{name}</name><trkseg>

        """);

    public void Write(PipeWriter output, TrackPoint point)
    {
        var text = CultureInfo.InvariantCulture;
        line.Clear().Append(text, $"<trkpt lat=\"{Decimal(point.Lat)}\" lon=\"{Decimal(point.Lon)}\"><time>{Rfc3339.Format(point.At)}</time>");
        if (point.SpeedKph is not null || point.HeadingDeg is not null)
        {
            line.Append("<extensions><tpx:TrackPointExtension>");
            if (point.SpeedKph is { } kph) line.Append(text, $"<tpx:speed>{Decimal(kph / KphPerMps)}</tpx:speed>");
            if (point.HeadingDeg is { } course) line.Append(text, $"<tpx:course>{Decimal(course)}</tpx:course>");
            line.Append("</tpx:TrackPointExtension></extensions>");
        }

        line.Append("</trkpt>\n");
        foreach (var part in line.GetChunks())
            Encoding.UTF8.GetBytes(part.Span, output);
    }

    public void End(PipeWriter output) => Utf8Text.Write(output, "</trkseg></trk>\n</gpx>\n"u8);

    // xsd:decimal knows no exponent.
    static string Decimal(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
