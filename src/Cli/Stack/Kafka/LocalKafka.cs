using System.Globalization;
using System.Text.RegularExpressions;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>
/// A real Apache Kafka broker of our own, started through <c>KAFKA_HOME/bin/kafka</c> (<c>start DIR PORT</c>, <c>stop DIR</c>, <c>kill DIR</c>); its log stays in a folder.
/// The broker is stopped when this process dies.
/// </summary>
public sealed partial class LocalKafka : IAsyncDisposable
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    const long MaxLogBytes = 16 * 1024 * 1024;

    readonly string _command;
    readonly string _folder;
    readonly int _port;
    OrphanGuard? _guard;
    int _processId;

    /// <param name="home">The folder of <c>KAFKA_HOME</c>.</param>
    /// <param name="folder">The broker's data; many brokers may run side by side, each with a folder of its own.</param>
    /// <param name="port">Where a new folder's broker listens; 0: anywhere.</param>
    /// <exception cref="StackException"><paramref name="home"/> is not such a folder.</exception>
    public LocalKafka(string home, string folder, int port = 0)
    {
        _port = port;
        _command = Path.Combine(Path.GetFullPath(home), "bin", "kafka");
        _folder = Path.GetFullPath(folder);
        if (!File.Exists(_command))
            throw new StackException(
                $"KAFKA_HOME={home} has no bin/kafka (start DIR PORT | stop DIR | kill DIR). Start the broker yourself and give its address: Kafka__BootstrapServers=HOST:PORT, or unset KAFKA_HOME for the in-memory one.");
    }

    /// <summary>Where clients connect, once it was started: <c>127.0.0.1:port</c>; the same after a restart.</summary>
    public string Bootstraps { get; private set; } = "";

    /// <summary>The process of the broker, once it was started; a new one after each start.</summary>
    public int ProcessId => _processId;

    /// <summary>The last lines of the broker's log.</summary>
    public string LastWords => File.Exists(ServerLog) ? string.Join('\n', File.ReadLines(ServerLog).TakeLast(20)) : "";

    string ServerLog => Path.Combine(_folder, "server.txt");

    /// <summary>Starts the broker and waits until it answers. One left running by an earlier process is taken over.</summary>
    /// <exception cref="StackException">It does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        Release();
        if (RunningProcess() is { } running && Port() is { } port && !FreePorts.IsFree(port))
        {
            (_processId, Bootstraps) = (running, $"127.0.0.1:{port}");
        }
        else
        {
            await RunAsync("stop", cancellationToken);
            BoundLog();
            if (Bootstraps.Length == 0) MoveTakenPorts();
            try
            {
                Bootstraps = (await RunAsync("start", cancellationToken, _port.ToString(CultureInfo.InvariantCulture))).Trim();
            }
            catch (OperationCanceledException)
            {
                await RunAsync("kill", CancellationToken.None);
                throw;
            }

            _processId = RunningProcess() ?? throw new StackException($"Kafka stopped right after its start. Its last lines:\n{LastWords}");
        }

        _guard = await OrphanGuard.StartAsync([_command, "stop", _folder]);
    }

    /// <summary>Done when the broker has ended.</summary>
    public async Task EndedAsync(CancellationToken cancellationToken = default)
    {
        // The broker is no child of ours: nobody tells us.
        while (UnixSignals.IsAlive(_processId)) await Task.Delay(LookEvery, cancellationToken);
    }

    /// <summary>Stops the broker in good order.</summary>
    public async Task StopAsync()
    {
        if (_processId != 0) await RunAsync("stop", CancellationToken.None);
        Release();
    }

    /// <summary>Crashes the broker (kill -9). What it had acknowledged is there after the next start.</summary>
    public async Task KillAsync()
    {
        await RunAsync("kill", CancellationToken.None);
        Release();
    }

    /// <summary>Stops the broker if it runs and starts it again, on the same port and with the same log.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync();
        await StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    Task<string> RunAsync(string action, CancellationToken cancellationToken, params string[] more) =>
        Tool.RequireAsync(_command, [action, _folder, .. more], cancellationToken);

    void Release()
    {
        _guard?.Dispose();
        _guard = null;
    }

    int? RunningProcess()
    {
        var file = Path.Combine(_folder, "pid");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var processId) && UnixSignals.IsAlive(processId)
            ? processId
            : null;
    }

    string SettingsFile => Path.Combine(_folder, "server.properties");

    int? Port() =>
        File.Exists(SettingsFile) && Listeners().Match(File.ReadAllText(SettingsFile)) is { Success: true } match
            ? int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The ports were chosen when the folder was made; by now somebody else may listen there.</summary>
    void MoveTakenPorts()
    {
        if (!File.Exists(SettingsFile)) return;
        var settings = File.ReadAllText(SettingsFile);
        if (Listeners().Match(settings) is not { Success: true } match) return;
        foreach (var port in new[] { match.Groups["port"].Value, match.Groups["controller"].Value })
            if (!FreePorts.IsFree(int.Parse(port, CultureInfo.InvariantCulture)))
                settings = settings.Replace($"127.0.0.1:{port}", $"127.0.0.1:{FreePorts.Next()}", StringComparison.Ordinal);
        File.WriteAllText(SettingsFile, settings);
    }

    void BoundLog()
    {
        if (File.Exists(ServerLog) && new FileInfo(ServerLog).Length > MaxLogBytes) File.Move(ServerLog, ServerLog + ".old", overwrite: true);
    }

    [GeneratedRegex(@"^listeners=PLAINTEXT://127\.0\.0\.1:(?<port>\d+),CONTROLLER://127\.0\.0\.1:(?<controller>\d+)", RegexOptions.Multiline)]
    private static partial Regex Listeners();
}
