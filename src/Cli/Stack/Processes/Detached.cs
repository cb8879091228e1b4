namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>
/// Takes a command out of the terminal's process group. Ctrl-C goes to that whole group; our children must not die of it before we stop them
/// one after the other.
/// </summary>
internal static class Detached
{
    static readonly string? SetSid = Tool.Find("setsid");

    /// <summary>The command that runs <paramref name="command"/> in a session of its own; it becomes that command: same process id.</summary>
    public static IReadOnlyList<string> Command(IReadOnlyList<string> command) =>
        SetSid is not null
            ? [SetSid, .. command]
            // Where there is no setsid (macOS), an ignored signal stays ignored over exec.
            : ["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh", .. command];
}
