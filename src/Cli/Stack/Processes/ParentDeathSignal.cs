namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>Makes the system end a child when this process dies (Linux, <c>setpriv --pdeathsig</c> of util-linux).</summary>
internal static class ParentDeathSignal
{
    static readonly Lazy<Task<string?>> SetPriv = new(ProbeAsync);

    /// <summary>Whether this machine can do it; otherwise <see cref="OrphanGuard"/> does.</summary>
    public static async Task<bool> IsAvailableAsync() => await SetPriv.Value is not null;

    /// <summary>The words to put before a command; empty where the machine cannot do it.</summary>
    public static async Task<IReadOnlyList<string>> PrefixAsync(UnixSignal signal) =>
        await SetPriv.Value is { } path ? [path, "--pdeathsig", NameOf(signal)] : [];

    static string NameOf(UnixSignal signal) => signal switch
    {
        UnixSignal.Interrupt => "INT",
        UnixSignal.Kill => "KILL",
        UnixSignal.Terminate => "TERM",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, null),
    };

    // BusyBox has a setpriv too, which knows no --pdeathsig.
    static async Task<string?> ProbeAsync() =>
        Tool.Find("setpriv") is { } path && (await Tool.RunAsync([path, "--pdeathsig", NameOf(UnixSignal.Kill), "true"], CancellationToken.None)).ExitCode == 0 ? path : null;
}
