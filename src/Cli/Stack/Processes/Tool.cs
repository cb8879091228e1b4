using System.Diagnostics;

namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>Runs small programs of the system to their end.</summary>
internal static class Tool
{
    /// <summary>What a program answered.</summary>
    /// <param name="ExitCode">0 for success.</param>
    /// <param name="Output">Its standard output.</param>
    /// <param name="Errors">Its standard error.</param>
    public sealed record Answer(int ExitCode, string Output, string Errors);

    /// <summary>The full path of a program on PATH (and where administrators' programs live), or null.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(["/usr/bin", "/bin", "/usr/sbin", "/sbin"])
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program in a session of its own, so that Ctrl-C in the terminal does not cut it short.</summary>
    public static async Task<Answer> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = await LaunchThread.StartAsync(Describe(Detached.Command(command)));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Answer(process.ExitCode, await output, await errors);
    }

    /// <summary>As <see cref="RunAsync"/>, for a program that has to succeed.</summary>
    /// <returns>Its standard output.</returns>
    /// <exception cref="StackException">It failed; with what it said.</exception>
    public static async Task<string> RequireAsync(string fileName, IReadOnlyList<string> arguments, CancellationToken cancellationToken, SystemAccount? account = null)
    {
        var answer = await RunAsync([.. account?.Prefix() ?? [], fileName, .. arguments], cancellationToken);
        return answer.ExitCode == 0
            ? answer.Output
            : throw new StackException($"{Path.GetFileName(fileName)} failed ({answer.ExitCode}):\n{answer.Errors.Trim()}\n{answer.Output.Trim()}".TrimEnd());
    }

    static ProcessStartInfo Describe(IReadOnlyList<string> command)
    {
        var info = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Skip(1)) info.ArgumentList.Add(argument);
        return info;
    }
}
