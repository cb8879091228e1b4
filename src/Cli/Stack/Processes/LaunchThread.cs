using System.Collections.Concurrent;
using System.Diagnostics;

namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>
/// Starts every child from one thread that lives as long as this process. Linux sends a child its parent-death signal when the *thread* that
/// started it ends, and a thread of the pool ends after some idle seconds.
/// </summary>
internal static class LaunchThread
{
    static readonly BlockingCollection<Action> Work = [];

    static LaunchThread() => new Thread(Loop) { IsBackground = true, Name = "child launcher" }.Start();

    /// <exception cref="StackException">The program cannot be run.</exception>
    public static async Task<Process> StartAsync(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info) ?? throw new InvalidOperationException("no process"));
            }
            catch (Exception e)
            {
                started.SetException(new StackException($"Cannot run {info.FileName}: {e.Message}", e));
            }
        });
        return await started.Task;
    }

    static void Loop()
    {
        foreach (var action in Work.GetConsumingEnumerable()) action();
    }
}
