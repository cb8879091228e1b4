using System.Globalization;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Bench.Rig;

/// <summary>The silo or the API as a process of its own, as it runs in production.</summary>
sealed class HostedProcess : IAsyncDisposable
{
    static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);
    static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    readonly string part;
    readonly ChildProgram program;
    readonly ChildLog log;
    ChildProcess? process;

    HostedProcess(string part, string folder, Dictionary<string, string> environment)
    {
        this.part = part;
        Address = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        environment["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority);
        log = new ChildLog(Path.Combine(folder, $"{part}.log"));
        var assembly = RepositoryRoot.Assembly(RepositoryRoot.Find(AppContext.BaseDirectory), part);
        if (!File.Exists(assembly))
            throw new StackException($"{assembly} does not exist; build it first (./bench.sh does)");
        program = new ChildProgram("dotnet", [assembly]) { Environment = environment, WorkingDirectory = Path.GetDirectoryName(assembly)! };
    }

    public Uri Address { get; }

    public int Id => process!.Id;

    public static HostedProcess Silo(string folder, Dictionary<string, string> environment) => new("Silo", folder, new Dictionary<string, string>(environment)
    {
        ["Cluster__SiloPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
        ["Cluster__GatewayPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
    }.WithRuntime());

    public static HostedProcess Api(string folder, Dictionary<string, string> environment) => new("Api", folder, new(environment));

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <exception cref="StackException">It ended, or is not ready in time; with its last words.</exception>
    public async Task Start(CancellationToken cancellationToken)
    {
        process = await ChildProcess.StartAsync(program, log);
        var ready = new Uri(Address, "/health/ready");
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(ReadyWithin);
        while (!await Answers(ready, inTime.Token))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (process.Exited.IsCompleted)
                throw new StackException($"The {part} ended with {await process.Exited}. Its last lines:\n{log.Tail}");
            if (inTime.IsCancellationRequested)
                throw new StackException($"The {part} was not ready within {ReadyWithin.TotalSeconds:0} s. Its last lines:\n{log.Tail}");
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Fails when the process is no more.</summary>
    /// <exception cref="StackException">It ended; with its last words.</exception>
    public void MustLive()
    {
        if (process is { Exited.IsCompleted: true })
            throw new StackException($"The {part} ended in the middle of it. Its last lines:\n{log.Tail}");
    }

    /// <summary>Crashes it (kill -9).</summary>
    public Task Kill() => process?.KillAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // Nothing in it is needed any more, and stopping in good order takes its time.
        await Kill();
        log.Dispose();
    }

    static async Task<bool> Answers(Uri ready, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(ready, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
