using System.Diagnostics;

namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>Waits for what will come true, without sleeping for a guessed time.</summary>
static class Eventually
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), what);

    public static async Task True(Func<Task<bool>> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > Deadline)
                throw new TimeoutException($"Not within {Deadline}: {what}");
            await Task.Delay(10);
        }
    }
}
