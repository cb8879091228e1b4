using System.Collections.Immutable;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Domain.Geometry;

/// <summary>A place that matters on the way.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Area">The exterior ring of a GeoJSON polygon (RFC 7946, section 3.1.6): closed, so its last position is its first.</param>
public sealed record Zone(string Name, ZoneKind Kind, ImmutableArray<GeoPosition> Area)
{
    /// <summary>A zone as it is told between processes.</summary>
    public static Zone Of(ShipmentZone zone) => new(zone.Name, zone.Kind, [.. zone.Area.Select(GeoPosition.Of)]);

    /// <summary>The same for others.</summary>
    public ShipmentZone ToContract() => new(Name, Kind, [.. Area.Select(p => p.ToPoint())]);

    /// <summary>Whether it is the same: of the same name, kind and area.</summary>
    public bool Equals(Zone? other) =>
        other is not null && Name == other.Name && Kind == other.Kind && Area.AsSpan().SequenceEqual(other.Area.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Name, Kind, Area.Length);
}
