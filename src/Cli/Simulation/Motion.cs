namespace ShipmentTracker.Cli.Simulation;

/// <summary>
/// How far a truck has come at any second of its journey: spells of wanted speed, joined by a laden truck's acceleration and braking.
/// A pure function of time; seconds count from the journey's start.
/// </summary>
public sealed class Motion
{
    const double AccelerationMps2 = 0.5;

    readonly List<Piece> pieces = [];

    /// <param name="spells">Wanted speeds; taken until the distance is covered, so the sequence may be endless.</param>
    /// <param name="lengthM">The distance to cover.</param>
    /// <param name="initialKph">The speed at the start, for a truck that is already on its way.</param>
    public Motion(IEnumerable<SpeedSpell> spells, double lengthM, double initialKph = 0)
    {
        LengthM = lengthM;
        var (startS, metres, speed) = (0.0, 0.0, initialKph / 3.6);
        foreach (var spell in spells)
        {
            var change = (spell.SpeedKph / 3.6) - speed;
            var rampS = Math.Min(spell.DurationS, Math.Abs(change) / AccelerationMps2);
            if (rampS > 0)
                Add(rampS, Math.Sign(change) * AccelerationMps2);
            if (spell.DurationS > rampS)
                Add(spell.DurationS - rampS, 0);
            if (metres >= lengthM)
                break;
        }
        DurationS = metres >= lengthM ? TimeAt(lengthM) : startS;

        void Add(double seconds, double acceleration)
        {
            pieces.Add(new Piece(startS, metres, speed, acceleration));
            metres += (speed * seconds) + (acceleration * seconds * seconds / 2);
            speed = Math.Max(0, speed + (acceleration * seconds));
            startS += seconds;
        }
    }

    public double LengthM { get; }

    /// <summary>Seconds from the start until the end of the road.</summary>
    public double DurationS { get; }

    /// <summary>Metres covered; 0 before the start, <see cref="LengthM"/> from the end on.</summary>
    public double DistanceMAt(double second)
    {
        if (second <= 0)
            return 0;
        if (second >= DurationS)
            return LengthM;
        var piece = PieceAt(second);
        var dt = second - piece.StartS;
        return Math.Min(LengthM, piece.StartM + (piece.SpeedMps * dt) + (piece.AccelerationMps2 * dt * dt / 2));
    }

    public double SpeedKphAt(double second)
    {
        if (second < 0 || second >= DurationS)
            return 0;
        var piece = PieceAt(second);
        return Math.Max(0, piece.SpeedMps + (piece.AccelerationMps2 * (second - piece.StartS))) * 3.6;
    }

    Piece PieceAt(double second)
    {
        var (low, high) = (0, pieces.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pieces[middle].StartS <= second)
                low = middle;
            else
                high = middle - 1;
        }
        return pieces[low];
    }

    double TimeAt(double metres)
    {
        var piece = pieces.FindLast(p => p.StartM < metres);
        var left = metres - piece.StartM;
        var (v, a) = (piece.SpeedMps, piece.AccelerationMps2);
        return piece.StartS + (a == 0 ? left / v : (Math.Sqrt(Math.Max(0, (v * v) + (2 * a * left))) - v) / a);
    }

    readonly record struct Piece(double StartS, double StartM, double SpeedMps, double AccelerationMps2);
}
