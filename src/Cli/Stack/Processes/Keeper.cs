namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>Keeps one part of the stack running: starts it again when it ends, says so, and gives up when it will not stay up.</summary>
internal sealed class Keeper(IStackPart part, Terminal terminal, RestartPolicy policy, TimeProvider time) : IAsyncDisposable
{
    readonly CancellationTokenSource _stopping = new();
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task _kept = Task.CompletedTask;

    /// <summary>Faults with a <see cref="StackException"/> once the part is given up; done when it was stopped.</summary>
    public Task Kept => _kept;

    /// <summary>Starts the part and waits until it answers for the first time.</summary>
    /// <exception cref="StackException">It did not come up.</exception>
    public async Task StartAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        _kept = KeepAsync(_stopping.Token);
        try
        {
            await await Task.WhenAny(_ready.Task, _kept).WaitAsync(within, time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new StackException(WithLastWords($"{part.Name} was not ready within {within.TotalSeconds:0} s"), e);
        }
    }

    /// <summary>Stops the part in good order.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _kept;
        }
        catch (Exception e) when (e is OperationCanceledException or StackException)
        {
            // Whoever wanted to know heard it through Kept.
        }

        await part.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    async Task KeepAsync(CancellationToken stopping)
    {
        for (var (failures, again) = (0, false); ; again = true)
        {
            var since = time.GetTimestamp();
            var ended = await RunOnceAsync(again, stopping);
            failures = time.GetElapsedTime(since) < policy.StableAfter ? failures + 1 : 1;
            var bearable = _ready.Task.IsCompleted ? policy.MaxQuickFailures : policy.MaxFailuresBeforeReady;
            if (failures > bearable) throw new StackException(WithLastWords($"{part.Name} {ended}; it failed {failures} times in a row and is given up"));
            var delay = policy.DelayFor(failures);
            terminal.Warn($"{part.Name} {ended}; starting it again in {delay.TotalSeconds:0.#} s");
            await Task.Delay(delay, time, stopping);
        }
    }

    async Task<string> RunOnceAsync(bool again, CancellationToken stopping)
    {
        try
        {
            await part.StartAsync(stopping);
            using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var ended = part.EndedAsync(stopping);
            var ready = part.ReadyAsync(givingUp.Token);
            if (await Task.WhenAny(ready, ended) == ready)
            {
                await ready;
                if (again) terminal.Say($"{part.Name} is ready again");
                _ready.TrySetResult();
            }

            var how = await ended;
            await givingUp.CancelAsync();
            await ready.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return how;
        }
        catch (StackException e)
        {
            return $"could not start: {e.Message}";
        }
    }

    string WithLastWords(string sentence) => part.LastWords is { Length: > 0 } words ? $"{sentence}. Its last lines:\n{words}" : sentence;
}
