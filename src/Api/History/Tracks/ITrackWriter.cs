using System.IO.Pipelines;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.History.Tracks;

/// <summary>Writes a track point by point. Never holds more than a bounded part of it.</summary>
interface ITrackWriter
{
    /// <summary>The media type.</summary>
    string ContentType { get; }

    /// <summary>The file name's ending.</summary>
    string Extension { get; }

    /// <summary>What comes before the first point.</summary>
    void Begin(PipeWriter output);

    /// <summary>One point.</summary>
    void Write(PipeWriter output, TrackPoint point);

    /// <summary>What comes after the last point.</summary>
    void End(PipeWriter output);
}
