using ShipmentTracker.Contracts;

namespace ShipmentTracker.Domain.Geometry;

/// <summary>A place in degrees, WGS 84.</summary>
public readonly record struct GeoPosition(double Lat, double Lon)
{
    /// <summary>Mean radius of the earth in metres (IUGG).</summary>
    public const double EarthRadiusM = 6_371_008.8;

    /// <summary>A degree of latitude, or of longitude at the equator, in metres.</summary>
    public const double MetresPerDegree = EarthRadiusM * Math.PI / 180;

    /// <summary>A place as it is told between processes.</summary>
    public static GeoPosition Of(GeoPoint point) => new(point.Lat, point.Lon);

    /// <summary>The same for others.</summary>
    public GeoPoint ToPoint() => new(Lat, Lon);

    /// <summary>Great-circle distance in metres.</summary>
    public double DistanceM(GeoPosition other)
    {
        var dLat = double.DegreesToRadians(other.Lat - Lat) / 2;
        var dLon = double.DegreesToRadians(other.Lon - Lon) / 2;
        var h = Math.Sin(dLat) * Math.Sin(dLat)
            + Math.Cos(double.DegreesToRadians(Lat)) * Math.Cos(double.DegreesToRadians(other.Lat)) * Math.Sin(dLon) * Math.Sin(dLon);
        return 2 * EarthRadiusM * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
