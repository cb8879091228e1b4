namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>How patiently a part that ends is started again.</summary>
internal sealed record RestartPolicy
{
    /// <summary>The wait before the first new start; doubled for each further quick failure.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A part that ran this long was all right: its failures are counted anew.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this many quick failures in a row there is no use in going on.</summary>
    public int MaxQuickFailures { get; init; } = 6;

    /// <summary>The same for a part that never was ready: something is wrong from the ground up, and somebody waits to hear what.</summary>
    public int MaxFailuresBeforeReady { get; init; } = 2;

    public TimeSpan DelayFor(int failures)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Min(failures - 1, 16));
        return doubled < LongestDelay ? doubled : LongestDelay;
    }
}
