namespace ShipmentTracker.Integration.Tests.Product;

/// <summary>Waits for what will come true, without sleeping for a guessed time.</summary>
static class Eventually
{
    public static Task True(Func<Task<bool>> condition, string what, int withinSeconds = 60) => True(condition, () => what, withinSeconds);

    public static async Task True(Func<Task<bool>> condition, Func<string> what, int withinSeconds = 60)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(withinSeconds));
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
                throw new TimeoutException($"not within {withinSeconds} s: {what()}");
            await often.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
