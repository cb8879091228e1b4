namespace ShipmentTracker.Bench.Generation;

/// <summary>In which order the readings of a fleet come: round after round, each vehicle giving its next few.</summary>
/// <param name="Fleet">Whose.</param>
/// <param name="Burst">How many readings a vehicle uploads at once.</param>
public sealed record Order(Fleet Fleet, int Burst = 1)
{
    /// <summary>Which vehicle's, and the vehicle's how many-th (from 0), the <paramref name="n"/>th reading is.</summary>
    public (int Asset, int Number) At(long n)
    {
        var turn = n / Burst;
        return ((int)(turn % Fleet.Count), (int)(turn / Fleet.Count * Burst + n % Burst));
    }

    /// <summary>How many readings of each vehicle so many readings in all are.</summary>
    /// <exception cref="ArgumentException">It does not come out even.</exception>
    public int Each(long readings) => readings % ((long)Fleet.Count * Burst) == 0
        ? (int)(readings / Fleet.Count)
        : throw new ArgumentException($"{readings} readings do not go round {Fleet.Count} vehicles in bursts of {Burst}", nameof(readings));

    /// <summary>So many readings, or a few fewer, that go round evenly.</summary>
    public long Even(long readings) => Math.Max(1, readings / ((long)Fleet.Count * Burst)) * Fleet.Count * Burst;
}
