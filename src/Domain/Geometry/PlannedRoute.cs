using System.Collections.Immutable;

namespace ShipmentTracker.Domain.Geometry;

/// <summary>The planned way and how far from it is still right.</summary>
/// <param name="Coordinates">At least two positions that are not all the same; stored as GeoJSON coordinates, longitude first (RFC 7946).</param>
/// <param name="ToleranceM">Metres.</param>
public sealed record PlannedRoute(ImmutableArray<GeoPosition> Coordinates, double ToleranceM)
{
    /// <summary>Where one may stop on the way, and where one must not be.</summary>
    public ImmutableArray<Zone> Zones { get; init => field = value.IsDefault ? [] : value; } = [];
}
