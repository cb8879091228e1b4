namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>Pauses between tries: doubling up to a limit, each between half and the whole of it by chance, so that many do not come back as one.</summary>
/// <param name="First">The pause after the first failure.</param>
/// <param name="Longest">The limit.</param>
readonly record struct RetrySchedule(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The pause after so many failures.</summary>
    /// <param name="failures">From 1 on.</param>
    /// <param name="chance">From 0 (half the pause) to 1 (the whole).</param>
    public TimeSpan After(int failures, double chance)
    {
        var whole = Math.Min(First.Ticks * Math.Pow(2, Math.Min(failures - 1, 30)), Longest.Ticks);
        return TimeSpan.FromTicks((long)(whole * (0.5 + chance / 2)));
    }
}
