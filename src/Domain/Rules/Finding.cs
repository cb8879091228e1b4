using System.Collections.Immutable;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>A stretch of device time during which a rule's condition held.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="RaisedAt">Device time of the reading that made it hold.</param>
/// <param name="ClearedAt">When it ended; null while it holds.</param>
public sealed record Episode(
    string Rule, DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt, string? Shipment, GeoPosition? Position, string Message, ImmutableArray<Evidence> Evidence,
    string? Ending = null)
{
    /// <summary>The same episode, over.</summary>
    public Episode End(DateTimeOffset at, string ending) => this with { ClearedAt = at, Ending = ending };
}

/// <summary>Something that happened at a moment and does not end by itself; an officer must deal with it.</summary>
public sealed record Incident(string Rule, DateTimeOffset At, string? Shipment, GeoPosition? Position, Evidence Evidence);
