using System.Collections.Immutable;

namespace ShipmentTracker.Contracts.Shipments;

/// <summary>A place that matters on a shipment's way.</summary>
/// <param name="Name">What people call it; no two of a shipment are called the same.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Area">A closed ring: its last position is its first.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.ShipmentZone")]
public sealed record ShipmentZone([property: Id(0)] string Name, [property: Id(1)] ZoneKind Kind, [property: Id(2)] ImmutableArray<GeoPoint> Area);

/// <summary>What a zone means.</summary>
public enum ZoneKind
{
    /// <summary>The vehicle may stop here.</summary>
    Stop,

    /// <summary>The vehicle and its containers must not be here.</summary>
    Prohibited,
}
