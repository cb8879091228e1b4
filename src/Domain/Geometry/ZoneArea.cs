namespace ShipmentTracker.Domain.Geometry;

/// <summary>A zone made ready for measuring. Zones across the 180th meridian or around a pole are not supported.</summary>
public sealed class ZoneArea
{
    readonly Corridor edge;
    readonly double south;
    readonly double west;
    readonly double north;
    readonly double east;

    internal ZoneArea(Zone zone, Corridor edge)
    {
        (Zone, this.edge) = (zone, edge);
        (south, north) = (zone.Area.Min(p => p.Lat), zone.Area.Max(p => p.Lat));
        (west, east) = (zone.Area.Min(p => p.Lon), zone.Area.Max(p => p.Lon));
    }

    /// <summary>What it was made of.</summary>
    public Zone Zone { get; }

    /// <summary>How deep inside a position is, in metres: its distance to the edge, and below 0 outside. What is farther outside than asked for is only told to be.</summary>
    /// <param name="position">Where.</param>
    /// <param name="unlessFartherM">From how far outside on the exact distance does not matter.</param>
    public double DepthM(GeoPosition position, double unlessFartherM)
    {
        // Nearly everything is far from nearly every zone: a degree of latitude, and of longitude anywhere in it, tells that without a look at the edge.
        var marginLat = unlessFartherM / GeoPosition.MetresPerDegree;
        if (position.Lat < south - marginLat || position.Lat > north + marginLat)
            return double.NegativeInfinity;
        var marginLon = marginLat / Math.Cos(double.DegreesToRadians(Math.Min(89, Math.Abs(position.Lat))));
        if (position.Lon < west - marginLon || position.Lon > east + marginLon)
            return double.NegativeInfinity;

        var distanceM = edge.DistanceM(position);
        return Contains(position) ? distanceM : -distanceM;
    }

    // A ray eastwards crosses the ring an odd number of times from inside.
    bool Contains(GeoPosition position)
    {
        var inside = false;
        var ring = Zone.Area.AsSpan();
        for (var i = 1; i < ring.Length; i++)
        {
            var (a, b) = (ring[i - 1], ring[i]);
            if (a.Lat > position.Lat != b.Lat > position.Lat
                && position.Lon < a.Lon + ((b.Lon - a.Lon) * (position.Lat - a.Lat) / (b.Lat - a.Lat)))
                inside = !inside;
        }

        return inside;
    }
}
