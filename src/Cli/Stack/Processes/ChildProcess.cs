using System.Diagnostics;

namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>
/// One run of a program as our child: in a session of its own, so that Ctrl-C reaches only us; its output in a log; and ended by the system should we die
/// without having stopped it.
/// </summary>
internal sealed class ChildProcess
{
    readonly Process _process;
    readonly ChildProgram _program;
    readonly OrphanGuard? _guard;

    ChildProcess(Process process, ChildProgram program, OrphanGuard? guard, ChildLog log)
    {
        (_process, _program, _guard, Id) = (process, program, guard, process.Id);
        Exited = ExitAsync(PumpAsync(process.StandardOutput.BaseStream, log), PumpAsync(process.StandardError.BaseStream, log));
    }

    public int Id { get; }

    /// <summary>Done when it has ended, with its exit code (128 + n: of signal n).</summary>
    public Task<int> Exited { get; }

    /// <exception cref="StackException">It cannot be run.</exception>
    public static async Task<ChildProcess> StartAsync(ChildProgram program, ChildLog log)
    {
        // The change of user comes first: it would clear the parent-death signal.
        IReadOnlyList<string> command = Detached.Command(
            [.. program.Account?.Prefix() ?? [], .. await ParentDeathSignal.PrefixAsync(program.OrphanSignal), program.FileName, .. program.Arguments]);
        var info = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = program.WorkingDirectory,
        };
        foreach (var argument in command.Skip(1)) info.ArgumentList.Add(argument);
        foreach (var (name, value) in program.Environment) info.Environment[name] = value;

        var process = await LaunchThread.StartAsync(info);
        process.StandardInput.Close();
        var guard = await ParentDeathSignal.IsAvailableAsync()
            ? null
            : await OrphanGuard.StartAsync(["kill", $"-{(int)program.OrphanSignal}", $"{process.Id}"]);
        return new ChildProcess(process, program, guard, log);
    }

    public void Signal(UnixSignal signal)
    {
        if (!Exited.IsCompleted) UnixSignals.Send(Id, signal);
    }

    /// <summary>Asks it to stop, and kills it when it does not in time.</summary>
    public async Task StopAsync()
    {
        Signal(_program.StopSignal);
        try
        {
            await Exited.WaitAsync(_program.StopWithin);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    public async Task KillAsync()
    {
        Signal(UnixSignal.Kill);
        await Exited;
    }

    async Task<int> ExitAsync(Task output, Task errors)
    {
        await _process.WaitForExitAsync();
        var exitCode = _process.ExitCode;
        _guard?.Dispose();
        // Whoever it started may hold the pipes open for longer; its own last words are there at once.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(TimeSpan.FromSeconds(1)));
        _process.Dispose();
        return exitCode;
    }

    static async Task PumpAsync(Stream from, ChildLog log)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is var read and > 0) log.Write(buffer.AsSpan(0, read));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The child is gone, or its log was closed after it: nothing more to keep.
        }
    }
}
