using System.Diagnostics;

namespace ShipmentTracker.Tests;

/// <summary>Waits for what will come true, without sleeping for a guessed time.</summary>
static class Eventually
{
    const int Deadline = 60;

    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    public static Task True(Func<bool> condition, string what, int withinSeconds = Deadline) => True(() => Task.FromResult(condition()), what, withinSeconds);

    public static Task True(Func<Task<bool>> condition, string what, int withinSeconds = Deadline) => True(condition, () => what, withinSeconds);

    public static Task True(Func<Task<bool>> condition, Func<string> what, int withinSeconds = Deadline) =>
        Get(condition, isTrue => isTrue, _ => what(), withinSeconds);

    /// <summary>The first answer that is right.</summary>
    public static Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> isRight) => Get(ask, isRight, answer => $"it is still {answer}", Deadline);

    static async Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> isRight, Func<T, string> what, int withinSeconds)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
                return answer;
            if (waited.Elapsed > TimeSpan.FromSeconds(withinSeconds))
                throw new TimeoutException($"Not within {withinSeconds} s: {what(answer)}");

            // What takes long is asked for less often: the question may cost something.
            var pause = waited.Elapsed / 10;
            await Task.Delay(pause < Shortest ? Shortest : pause > Longest ? Longest : pause);
        }
    }
}
