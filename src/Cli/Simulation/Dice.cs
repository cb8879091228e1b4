namespace ShipmentTracker.Cli.Simulation;

/// <summary>
/// Chance without a memory: a number is a function of the seed and of what it is for, so any part of a plan can be asked for in any order
/// and a run can be repeated by its seed. (SplitMix64's mixing steps, Steele, Lea and Flood 2014.)
/// </summary>
public readonly record struct Dice(ulong State)
{
    public static Dice Seeded(int seed) => new(Mix((ulong)seed ^ 0x5348_4950_5452_4143));

    /// <summary>Dice of their own for a named purpose.</summary>
    public Dice For(string purpose) => new(purpose.Aggregate(State, (state, c) => Mix(state ^ c)));

    /// <summary>Dice of their own for a numbered thing.</summary>
    public Dice For(long number) => new(Mix(State ^ Mix((ulong)number)));

    /// <summary>0 to below 1.</summary>
    public double Share => (Mix(State) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="from"/> to below <paramref name="to"/>.</summary>
    public double Between(double from, double to) => from + (Share * (to - from));

    /// <summary>A whole number from 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Share * count);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    static ulong Mix(ulong z)
    {
        z += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
