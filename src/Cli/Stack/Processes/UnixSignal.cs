using System.Runtime.InteropServices;

namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>The signals in use here; their numbers are the same on every Unix.</summary>
internal enum UnixSignal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}

internal static class UnixSignals
{
    const int NoSignal = 0;

    /// <summary>Sends a signal; false when there is no such process (any more).</summary>
    public static bool Send(int processId, UnixSignal signal) => Kill(processId, (int)signal) == 0;

    /// <summary>Whether the process exists and is more than an entry its parent has not read yet.</summary>
    public static bool IsAlive(int processId)
    {
        // EPERM means that it exists and belongs to somebody else.
        const int notPermitted = 1;
        if (Kill(processId, NoSignal) != 0 && Marshal.GetLastPInvokeError() != notPermitted) return false;
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..] is not ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return !Directory.Exists("/proc/self");
        }
    }

    /// <summary>
    /// Lets Ctrl-C (and <c>kill -INT</c>) reach this process even when a shell script started it in the background: such a process inherits the signal
    /// ignored, and .NET respects that. To be called before anything else handles signals.
    /// </summary>
    public static void HeedInterrupt()
    {
        const nint defaultAction = 0;
        if (!OperatingSystem.IsWindows()) SetAction((int)UnixSignal.Interrupt, defaultAction);
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint SetAction(int signal, nint action);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Kill(int processId, int signal);
}
