namespace ShipmentTracker.Bench.Generation;

/// <summary>Chance without a state: the same arguments always give the same number (SplitMix64).</summary>
static class Noise
{
    /// <summary>From 0 up to 1.</summary>
    public static double Unit(ulong seed, ulong a, ulong b = 0) => (Mix(seed ^ Mix(a * 0x9E3779B97F4A7C15 + b)) >> 11) * (1.0 / (1UL << 53));

    /// <summary>From -1 up to 1.</summary>
    public static double Swing(ulong seed, ulong a, ulong b = 0) => 2 * Unit(seed, a, b) - 1;

    static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
