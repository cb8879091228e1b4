namespace ShipmentTracker.Contracts.Api;

/// <summary>A place in degrees, WGS 84.</summary>
/// <param name="Lat">Latitude, -90 to 90.</param>
/// <param name="Lon">Longitude, -180 to 180.</param>
public sealed record PlaceDto(double Lat, double Lon);
