using System.Diagnostics;

namespace ShipmentTracker.History.Tests.Support;

/// <summary>Waits for what follows the history by itself.</summary>
static class Eventually
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
                return answer;
            if (waited.Elapsed > Deadline)
                throw new TimeoutException($"After {Deadline} it was still {answer}");
            await Task.Delay(10);
        }
    }
}
