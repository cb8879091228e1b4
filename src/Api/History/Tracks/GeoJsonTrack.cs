using System.IO.Pipelines;
using System.Text.Json;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.History.Tracks;

/// <summary>
/// GeoJSON (RFC 7946): a FeatureCollection of LineStrings with the times, speeds and headings of their positions as properties. A long track comes as several
/// lines, each beginning where the one before ends, so that only one of them is held; a single position is a Point.
/// </summary>
sealed class GeoJsonTrack(string asset) : ITrackWriter
{
    public const string MediaType = "application/geo+json";

    /// <summary>Positions of one line at most.</summary>
    public const int PositionsPerLine = 5_000;

    readonly List<TrackPoint> line = new(256);
    bool anyLine;

    public string ContentType => MediaType;

    public string Extension => ".geojson";

    public void Begin(PipeWriter output) => Utf8Text.Write(output, "{\"type\":\"FeatureCollection\",\"features\":["u8);

    public void Write(PipeWriter output, TrackPoint point)
    {
        line.Add(point);
        if (line.Count < PositionsPerLine) return;
        WriteLine(output);
        line.Clear();
        line.Add(point);
    }

    public void End(PipeWriter output)
    {
        // After a full line there is one position left that has been written already.
        if (line.Count > (anyLine ? 1 : 0)) WriteLine(output);
        Utf8Text.Write(output, "]}"u8);
    }

    void WriteLine(PipeWriter output)
    {
        if (anyLine) Utf8Text.Write(output, ","u8);
        anyLine = true;

        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("type"u8, "Feature"u8);
        json.WriteStartObject("geometry"u8);
        if (line.Count == 1)
        {
            json.WriteString("type"u8, "Point"u8);
            json.WritePropertyName("coordinates"u8);
            WritePosition(json, line[0]);
        }
        else
        {
            json.WriteString("type"u8, "LineString"u8);
            json.WriteStartArray("coordinates"u8);
            foreach (var point in line) WritePosition(json, point);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject("properties"u8);
        json.WriteString("asset"u8, asset);
        json.WriteString("from"u8, Rfc3339.Format(line[0].At));
        json.WriteString("to"u8, Rfc3339.Format(line[^1].At));
        json.WriteStartArray("times"u8);
        foreach (var point in line) json.WriteStringValue(Rfc3339.Format(point.At));
        json.WriteEndArray();
        WriteNumbers(json, "speedsKph"u8, p => p.SpeedKph);
        WriteNumbers(json, "headingsDeg"u8, p => p.HeadingDeg);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<byte> name, Func<TrackPoint, double?> number)
    {
        json.WriteStartArray(name);
        foreach (var point in line)
        {
            if (number(point) is { } value) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    static void WritePosition(Utf8JsonWriter json, TrackPoint point)
    {
        json.WriteStartArray();
        json.WriteNumberValue(point.Lon);
        json.WriteNumberValue(point.Lat);
        json.WriteEndArray();
    }
}
