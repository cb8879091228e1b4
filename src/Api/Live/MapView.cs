namespace ShipmentTracker.Api.Live;

/// <summary>
/// The part of the map a client looks at, widened to whole cells: those of the web's map tiles, as fine as a few of them across allow. Moving the map a little changes nothing then.
/// </summary>
sealed record MapView
{
    const int CellsAcross = 8;
    const int FinestLevel = 14;
    const double MaxLat = 85.05112878;

    readonly int level;
    readonly int left;
    readonly int right;
    readonly int top;
    readonly int bottom;

    MapView(int level, int left, int right, int top, int bottom) => (this.level, this.left, this.right, this.top, this.bottom) = (level, left, right, top, bottom);

    public double West => left * Width(level) - 180;

    public double East => (right + 1) * Width(level) - 180;

    public double North => Lat(level, top);

    public double South => Lat(level, bottom + 1);

    /// <summary>Bounds in degrees, WGS 84; what reaches over the edge of the map shows it from end to end. Null when they are none.</summary>
    public static MapView? Of(double west, double south, double east, double north)
    {
        if (!double.IsFinite(west) || !double.IsFinite(east) || !(south >= -90 && north <= 90 && south <= north && west <= east)) return null;
        var isWhole = west < -180 || east > 180;
        for (var level = FinestLevel; ; level--)
        {
            var cells = 1 << level;
            var (left, right) = isWhole ? (0, cells - 1) : (X(level, west), X(level, east));
            var (top, bottom) = (Y(level, north), Y(level, south));
            if (level == 0 || right - left < CellsAcross && bottom - top < CellsAcross) return new MapView(level, left, right, top, bottom);
        }
    }

    public bool Contains(double lat, double lon)
    {
        var x = X(level, lon);
        if (x < left || x > right) return false;
        var y = Y(level, lat);
        return y >= top && y <= bottom;
    }

    static double Width(int level) => 360.0 / (1 << level);

    static int X(int level, double lon) => Math.Clamp((int)Math.Floor((lon + 180) / Width(level)), 0, (1 << level) - 1);

    // Web Mercator, as in the tiles of the page's map.
    static int Y(int level, double lat)
    {
        var sine = Math.Sin(Math.Clamp(lat, -MaxLat, MaxLat) * Math.PI / 180);
        var share = 0.5 - Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI);
        return Math.Clamp((int)Math.Floor(share * (1 << level)), 0, (1 << level) - 1);
    }

    // The map's own edges stand for the poles beyond them.
    static double Lat(int level, int y) => y <= 0 ? 90 : y >= 1 << level ? -90 : Math.Atan(Math.Sinh(Math.PI * (1 - 2.0 * y / (1 << level)))) * 180 / Math.PI;
}
