namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>A program to run as a child.</summary>
internal sealed record ChildProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Set in addition to this process's own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Whom it runs as; null: the user of this process.</summary>
    public SystemAccount? Account { get; init; }

    /// <summary>Asks it to stop in good order.</summary>
    public UnixSignal StopSignal { get; init; } = UnixSignal.Terminate;

    /// <summary>What the system sends it when this process dies without stopping it.</summary>
    public UnixSignal OrphanSignal { get; init; } = UnixSignal.Kill;

    /// <summary>How long it may take to stop before it is killed.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(30);
}
