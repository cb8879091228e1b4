using System.Diagnostics;
using System.Text.Json;

namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>Verifies deliveries with the Standard Webhooks library for Node, which knows nothing of us; its version and its dependencies' are locked.</summary>
static class StandardWebhooksLibrary
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "StandardWebhooks");
    static readonly Lazy<Task> Installed = new(() => Run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], ""));

    /// <summary>What it says of each, in order: <c>ok ID</c> or <c>bad ID why</c>.</summary>
    public static async Task<IReadOnlyList<string>> Verify(IEnumerable<(string Secret, Received Delivery)> deliveries)
    {
        Skip.If(!IsThere("node") || !IsThere("npm"), "Node is not installed: the Standard Webhooks library cannot be asked");
        await Installed.Value;
        var lines = deliveries.Select(d => JsonSerializer.Serialize(new
        {
            secret = d.Secret,
            receivedAt = d.Delivery.At.ToString("O"),
            headers = d.Delivery.Headers.Where(h => h.Key.StartsWith("webhook-", StringComparison.Ordinal)).ToDictionary(),
            body = d.Delivery.Body,
        }));
        var said = await Run("node", ["verify.mjs"], string.Join('\n', lines) + "\n");
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    static async Task<string> Run(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }
}
