using System.Globalization;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Integration.Tests.Product;

/// <summary>The silo or the API as a process of its own, as it runs in production.</summary>
sealed class HostedProcess : IAsyncDisposable
{
    static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    readonly ChildProgram program;
    readonly ChildLog log;
    readonly Uri ready;
    ChildProcess? process;

    HostedProcess(string part, string logFile, Dictionary<string, string> environment)
    {
        Address = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        environment["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority);
        ready = new Uri(Address, "/health/ready");
        log = new ChildLog(logFile);
        var build = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var folder = Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "src", part, "bin", build, "net10.0");
        program = new ChildProgram("dotnet", [Path.Combine(folder, $"ShipmentTracker.{part}.dll")]) { Environment = environment, WorkingDirectory = folder };
    }

    public Uri Address { get; }

    public string LastWords => log.Tail;

    public static HostedProcess Silo(string folder, int number, Dictionary<string, string> environment) => new("Silo", Path.Combine(folder, $"silo-{number}.log"), new(environment)
    {
        ["Cluster__SiloPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
        ["Cluster__GatewayPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
        ["Cluster__ProbeTimeout"] = "00:00:01",
    });

    public static HostedProcess Api(string folder, Dictionary<string, string> environment) => new("Api", Path.Combine(folder, "api.log"), environment);

    public async Task Start() => process = await ChildProcess.StartAsync(program, log);

    public async Task Kill() => await process!.KillAsync();

    public async Task Stop() => await process!.StopAsync();

    public Task Ready() => Eventually.True(
        async () =>
        {
            if (process!.Exited.IsCompleted)
                throw new InvalidOperationException($"it ended with {await process.Exited}: {LastWords}");
            try
            {
                using var answer = await Http.GetAsync(ready);
                return answer.IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        },
        () => $"{program.Arguments[0]} is ready; its last words: {LastWords}", 120);

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.StopAsync();
        log.Dispose();
    }
}
