namespace ShipmentTracker.Cli.Tests;

/// <summary>Waits for what another process or thread is about to do: as long as needed, within a limit far beyond that.</summary>
static class Eventually
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    public static async Task Holds(Func<bool> condition, string what)
    {
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        using CancellationTokenSource limit = new(Limit);
        while (!condition())
        {
            if (limit.IsCancellationRequested) throw new TimeoutException($"{what} did not come about within {Limit.TotalSeconds} s");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
