namespace ShipmentTracker.Grains.Assets;

/// <summary>
/// Wakes an asset when it has been silent for too long: a timer while it is awake, to the second, and a reminder that outlives the silo and wakes it after a crash.
/// </summary>
sealed class SilenceWatch(AssetGrain grain, TimeProvider time, Func<CancellationToken, Task> check)
{
    const string ReminderName = "silence";
    static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    // While the ingest lags, nobody is called silent; look again this often.
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LongestPeriod = TimeSpan.FromMinutes(5);

    IGrainTimer? timer;
    DateTimeOffset? expected;

    /// <summary>Looks when the moment comes. Moments that only move on, as with every reading, cost nothing: the timer finds out when it fires.</summary>
    public void Expect(DateTimeOffset? due)
    {
        var sooner = due is { } d && !(d >= expected);
        expected = due;
        if (sooner)
            Schedule();
    }

    /// <summary>Asks for a reminder for as long as the asset is on duty.</summary>
    public Task Remind(TimeSpan limit)
    {
        var period = limit / 3 < ShortestPeriod ? ShortestPeriod : limit / 3 > LongestPeriod ? LongestPeriod : limit / 3;
        return grain.RegisterOrUpdateReminder(ReminderName, period, period);
    }

    /// <summary>Wants no more reminders unless still on duty.</summary>
    public async Task ForgetUnless(bool onDuty)
    {
        if (!onDuty && await grain.GetReminder(ReminderName) is { } reminder)
            await grain.UnregisterReminder(reminder);
    }

    void Schedule()
    {
        var wait = expected is { } due ? due - time.GetUtcNow() : Never;
        if (expected is not null && wait < LookAgain)
            wait = wait <= TimeSpan.Zero ? LookAgain : wait;
        timer ??= grain.RegisterGrainTimer(Tick, new GrainTimerCreationOptions { DueTime = Never, Period = Never, KeepAlive = true });
        timer.Change(wait, Never);
    }

    async Task Tick(CancellationToken cancellationToken)
    {
        try
        {
            if (expected is { } due && due <= time.GetUtcNow())
                await check(cancellationToken);
        }
        finally
        {
            Schedule();
        }
    }
}
