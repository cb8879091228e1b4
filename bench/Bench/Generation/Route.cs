namespace ShipmentTracker.Bench.Generation;

/// <summary>A gently winding road of equal pieces, so that a place along it, and beside it, is found by arithmetic.</summary>
public sealed class Route
{
    /// <summary>How far from the road is still right, in metres.</summary>
    public const double ToleranceM = 500;

    /// <summary>Vertices of a road as customs prescribes them: one every 60 m, 120 km in all.</summary>
    public const int Vertices = 2_000;

    const double PieceM = 60;
    const double MetresPerDegree = 6_371_008.8 * Math.PI / 180;

    // A bend of some 13 km radius: whoever is 900 m beside the road is 900 m from all of it.
    const double Swing = 0.6, SwingM = 8_000;

    readonly double[] lats;
    readonly double[] lons;
    readonly double[] headings;

    public Route(ulong seed, int vertices = Vertices)
    {
        (lats, lons, headings) = (new double[vertices], new double[vertices], new double[vertices]);
        var (lat, lon) = (16 + 6 * Noise.Unit(seed, 1), 104 + 3 * Noise.Unit(seed, 2));
        var (course, phase) = (2 * Math.PI * Noise.Unit(seed, 3), 2 * Math.PI * Noise.Unit(seed, 4));
        for (var i = 0; i < vertices; i++)
        {
            (lats[i], lons[i], headings[i]) = (lat, lon, course + Swing * Math.Sin(i * PieceM / SwingM + phase));
            (lat, lon) = Moved(lat, lon, headings[i], PieceM);
        }
    }

    /// <summary>Its length in metres.</summary>
    public double LengthM => (lats.Length - 1) * PieceM;

    /// <summary>Vertices as GeoJSON has them: [longitude, latitude].</summary>
    public IEnumerable<double[]> Coordinates => lats.Zip(lons, (lat, lon) => new[] { Math.Round(lon, 7), Math.Round(lat, 7) });

    /// <summary>The place so far along the road, and so far to its left; with the road's heading there, in degrees.</summary>
    public (double Lat, double Lon, double HeadingDeg) Along(double alongM, double leftM)
    {
        var piece = Math.Clamp((int)(alongM / PieceM), 0, lats.Length - 1);
        var heading = headings[piece];
        var (lat, lon) = Moved(lats[piece], lons[piece], heading, alongM - piece * PieceM);
        (lat, lon) = Moved(lat, lon, heading - Math.PI / 2, leftM);
        return (lat, lon, heading * 180 / Math.PI);
    }

    /// <summary>A place so many metres away in a direction (radians clockwise from north), on the plane that touches the earth there.</summary>
    internal static (double Lat, double Lon) Moved(double lat, double lon, double heading, double m) =>
        (lat + m * Math.Cos(heading) / MetresPerDegree, lon + m * Math.Sin(heading) / (MetresPerDegree * Math.Cos(lat * Math.PI / 180)));
}
