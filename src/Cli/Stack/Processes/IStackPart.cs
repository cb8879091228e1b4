namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>One part of the stack that runs as a process: it can be started, its end can be awaited, and it can be stopped.</summary>
internal interface IStackPart
{
    /// <summary>Its name on the terminal and of its log.</summary>
    string Name { get; }

    /// <summary>Starts it; also again after it ended.</summary>
    /// <exception cref="StackException">It cannot be started.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Done once it answers.</summary>
    Task ReadyAsync(CancellationToken cancellationToken);

    /// <summary>Done once it has ended, with a few words on how.</summary>
    Task<string> EndedAsync(CancellationToken cancellationToken);

    /// <summary>Stops it in good order; by force when that takes too long. Nothing happens when it does not run.</summary>
    Task StopAsync();

    /// <summary>The last lines it said, to show when it fails.</summary>
    string LastWords { get; }
}
