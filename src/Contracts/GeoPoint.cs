namespace ShipmentTracker.Contracts;

/// <summary>A place in degrees, WGS 84.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.GeoPoint")]
public readonly record struct GeoPoint([property: Id(0)] double Lat, [property: Id(1)] double Lon);
