using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Net.Http.Headers;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.History.Tracks;

/// <summary>A track on its way to a client, a piece at a time.</summary>
sealed class TrackDownload : IResult
{
    // Sent on when so much has gathered: few system calls, little memory.
    const int FlushBytes = 32 * 1024;

    readonly string name;
    readonly ITrackWriter writer;
    readonly IAsyncEnumerator<TrackPoint> points;
    bool hasPoint;

    TrackDownload(string name, ITrackWriter writer, IAsyncEnumerator<TrackPoint> points)
    {
        this.name = name;
        this.writer = writer;
        this.points = points;
    }

    /// <summary>Reads up to the first point, so that a history that is away is answered as a problem and not as an empty file.</summary>
    public static async Task<IResult> Begin(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, TrackFormat format, IAsyncEnumerable<TrackPoint> track, CancellationToken cancellationToken)
    {
        ITrackWriter writer = format switch
        {
            TrackFormat.Gpx => new GpxTrack(asset.ToString()),
            TrackFormat.Csv => new CsvTrack(),
            _ => new GeoJsonTrack(asset.ToString()),
        };
        var name = $"{AssetId.Word(asset.Kind)}-{asset.Id}{Stamp(from)}{Stamp(to)}{writer.Extension}";
        var points = (format == TrackFormat.Csv ? track : Drawable(track, cancellationToken)).GetAsyncEnumerator(cancellationToken);
        try
        {
            return new TrackDownload(name, writer, points) { hasPoint = await points.MoveNextAsync() };
        }
        catch
        {
            await points.DisposeAsync();
            throw;
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var reading = points;
        var response = httpContext.Response;
        response.ContentType = writer.ContentType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();

        // A failure from here on tears the connection: a client must not take half a track for a whole one.
        var output = response.BodyWriter;
        var cancellationToken = httpContext.RequestAborted;
        writer.Begin(output);
        while (hasPoint)
        {
            writer.Write(output, points.Current);
            if (output.UnflushedBytes >= FlushBytes) await output.FlushAsync(cancellationToken);
            hasPoint = await points.MoveNextAsync();
        }

        writer.End(output);
        await output.FlushAsync(cancellationToken);
    }

    // A line through places where nothing can have been, or at times that no clock showed, would be a drawing of the device's fault. The CSV tells it all.
    static async IAsyncEnumerable<TrackPoint> Drawable(IAsyncEnumerable<TrackPoint> track, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var point in track.WithCancellation(cancellationToken))
            if (point.Mark is not ("implausible" or "clockSkew"))
                yield return point;
    }

    static string Stamp(DateTimeOffset? moment) =>
        moment is { } m ? m.UtcDateTime.ToString("'-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) : "";
}
