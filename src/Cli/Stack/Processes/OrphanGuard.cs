using System.Diagnostics;

namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>
/// Runs a command when this process dies without having called <see cref="Dispose"/>, even of kill -9: a tiny shell that waits for the end of a
/// pipe only we hold. For what the parent-death signal cannot reach: servers that detach themselves, and systems that know no such signal.
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    readonly Process _shell;

    OrphanGuard(Process shell) => _shell = shell;

    public static async Task<OrphanGuard> StartAsync(IReadOnlyList<string> command)
    {
        var line = Detached.Command(["/bin/sh", "-c", "trap '' INT TERM HUP; read -r released && exit 0; exec \"$@\" >/dev/null 2>&1", "orphan-guard", .. command]);
        var info = new ProcessStartInfo(line[0]) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in line.Skip(1)) info.ArgumentList.Add(argument);
        return new OrphanGuard(await LaunchThread.StartAsync(info));
    }

    /// <summary>Lets it go: there is nothing left to guard.</summary>
    public void Dispose()
    {
        try
        {
            _shell.StandardInput.WriteLine("released");
            _shell.StandardInput.Close();
            _shell.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It is gone already, which is all we wanted.
        }

        _shell.Dispose();
    }
}
