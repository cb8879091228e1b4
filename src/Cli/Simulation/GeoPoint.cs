namespace ShipmentTracker.Cli.Simulation;

/// <summary>A place on the WGS84 globe, in degrees.</summary>
public readonly record struct GeoPoint(double Lat, double Lon)
{
    const double EarthRadiusM = 6_371_008.8;
    const double MetresPerDegree = EarthRadiusM * Math.PI / 180;

    /// <summary>Great-circle distance in metres (haversine).</summary>
    public double DistanceM(GeoPoint other)
    {
        var dLat = double.DegreesToRadians(other.Lat - Lat);
        var dLon = double.DegreesToRadians(other.Lon - Lon);
        var h = Math.Pow(Math.Sin(dLat / 2), 2)
            + (Math.Cos(double.DegreesToRadians(Lat)) * Math.Cos(double.DegreesToRadians(other.Lat)) * Math.Pow(Math.Sin(dLon / 2), 2));
        return 2 * EarthRadiusM * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    /// <summary>The place so many metres to the east and north; good for some tens of kilometres.</summary>
    public GeoPoint Moved(double eastM, double northM) =>
        new(Lat + (northM / MetresPerDegree), Lon + (eastM / (MetresPerDegree * Math.Cos(double.DegreesToRadians(Lat)))));

    /// <summary>Where another place lies, seen from here, in metres to the east and north; good for some tens of kilometres.</summary>
    public (double EastM, double NorthM) OffsetTo(GeoPoint other) =>
        ((other.Lon - Lon) * MetresPerDegree * Math.Cos(double.DegreesToRadians(Lat)), (other.Lat - Lat) * MetresPerDegree);

    /// <summary>The place a share (0 to 1) of the way to another.</summary>
    public GeoPoint Towards(GeoPoint other, double share) => new(Lat + ((other.Lat - Lat) * share), Lon + ((other.Lon - Lon) * share));
}
