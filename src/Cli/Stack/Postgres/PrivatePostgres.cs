using System.Globalization;
using Npgsql;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Stack.Postgres;

/// <summary>
/// A PostgreSQL server of our own, from the machine's installed programs: on a free port of loopback, with a password, its data kept in a folder.
/// The server is a child of this process and goes with it; the data stays.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(90);
    static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(50);

    readonly string _folder;
    readonly string _settingsFile;
    readonly ChildLog _log;
    readonly IReadOnlyDictionary<string, string> _serverSettings;
    PostgresSettings? _settings;
    PostgresHome? _home;
    PostgresBinaries? _binaries;
    ChildProcess? _server;

    /// <param name="folder">What is remembered of this server: many servers may run side by side, each with a folder of its own.</param>
    /// <param name="logFile">The server's log; null: <c>logs/postgres.log</c> in the folder.</param>
    /// <param name="serverSettings">Further settings of the server, e.g. <c>fsync</c> = <c>off</c> for a test that nobody's data depends on.</param>
    public PrivatePostgres(string folder, string? logFile = null, IReadOnlyDictionary<string, string>? serverSettings = null)
    {
        _folder = Path.GetFullPath(folder);
        _settingsFile = Path.Combine(_folder, "postgres.json");
        _serverSettings = serverSettings ?? new Dictionary<string, string>();
        _log = new ChildLog(logFile ?? Path.Combine(_folder, "logs", "postgres.log"));
    }

    /// <summary>The port, once it was started.</summary>
    public int Port => _settings?.Port ?? throw NotStarted();

    /// <summary>The process of the server, once it was started; a new one after each start.</summary>
    public int ProcessId => _server?.Id ?? throw NotStarted();

    /// <summary>The last lines of the server's log.</summary>
    public string LastWords => _log.Tail;

    /// <summary>How to reach a database of this server with Npgsql.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = PostgresSettings.User,
        Password = _settings!.Password,
    }.ConnectionString;

    /// <summary>Starts the server, making its data first if there is none, and waits until it answers.</summary>
    /// <exception cref="StackException">No server is installed, or it does not start; with its last words.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        await ClearLeftoverAsync(cancellationToken);
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(StartWithin);
        try
        {
            while (!await TryStartAsync(inTime.Token)) await Task.Delay(AskEvery * 10, inTime.Token);
        }
        catch (OperationCanceledException e)
        {
            await StopAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new StackException($"PostgreSQL did not start within {StartWithin.TotalSeconds:0} s. Its last lines:\n{LastWords}", e);
        }
    }

    /// <summary>Makes an empty database unless there is one of that name.</summary>
    public async Task CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null) return;
        await using var create = new NpgsqlCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Done when the server has ended, with a few words on how.</summary>
    public async Task<string> EndedAsync(CancellationToken cancellationToken = default)
    {
        var exitCode = await (_server ?? throw NotStarted()).Exited.WaitAsync(cancellationToken);
        return exitCode > 128 ? $"was killed by signal {exitCode - 128}" : $"stopped with exit code {exitCode}";
    }

    /// <summary>Stops the server in good order: connections are closed, everything is written.</summary>
    public Task StopAsync() => _server?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Crashes the server (kill -9). What it had acknowledged is there after the next start.</summary>
    public Task KillAsync() => _server?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Stops the server if it runs and starts it again, on the same port and with the same data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync();
        await StartAsync(cancellationToken);
    }

    /// <summary>Stops the server and deletes its data, wherever it is.</summary>
    public async Task DeleteAsync()
    {
        await StopAsync();
        if (_home is not null && Directory.Exists(_home.Directory)) Directory.Delete(_home.Directory, recursive: true);
        File.Delete(_settingsFile);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _log.Dispose();
    }

    string Data => Path.Combine(_home!.Directory, "data");

    async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_binaries is not null) return;
        _settings = PostgresSettings.Load(_settingsFile);
        if (_settings is not null && Directory.Exists(_settings.Directory))
        {
            _home = await PostgresHome.ExistingAsync(_settings.Directory, cancellationToken);
        }
        else
        {
            _home = await PostgresHome.CreateAsync(_folder, cancellationToken);
            _settings = PostgresSettings.New(_home.Directory);
            _settings.Save(_settingsFile);
        }

        var version = Path.Combine(Data, "PG_VERSION");
        var hasData = File.Exists(version);
        _binaries = await PostgresBinaries.FindAsync(hasData ? int.Parse(await File.ReadAllTextAsync(version, cancellationToken), CultureInfo.InvariantCulture) : null, cancellationToken);
        if (!hasData) await InitialiseAsync(cancellationToken);
    }

    async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        // In a folder beside, renamed at the end: data that initdb did not finish is never taken for data.
        var unfinished = Path.Combine(_home!.Directory, "data.unfinished");
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        var passwordFile = Path.Combine(_home.Directory, "password");
        SecretFile.Write(passwordFile, _settings!.Password);
        try
        {
            if (_home.Account is not null) await Tool.RequireAsync("chown", [$"{_home.Account}", passwordFile], cancellationToken);
            await Tool.RequireAsync(
                _binaries!["initdb"],
                [
                    "-D", unfinished, "-U", PostgresSettings.User, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8",
                    OperatingSystem.IsLinux() ? "--locale=C.UTF-8" : "--locale=C",
                ],
                cancellationToken, _home.Account);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(unfinished, Data);
    }

    /// <summary>
    /// A server that outlived an earlier run is stopped in good order, so that the one we start is our own child. A lock file whose process is gone,
    /// or is by now something else, is removed.
    /// </summary>
    async Task ClearLeftoverAsync(CancellationToken cancellationToken)
    {
        var pidFile = Path.Combine(Data, "postmaster.pid");
        if (!File.Exists(pidFile)) return;
        var lines = await File.ReadAllLinesAsync(pidFile, cancellationToken);
        if (lines is [var first, ..] && int.TryParse(first, CultureInfo.InvariantCulture, out var processId) && UnixSignals.IsAlive(processId) && IsPostgres(processId))
            await Tool.RunAsync([.. _home!.Account?.Prefix() ?? [], _binaries!["pg_ctl"], "stop", "-D", Data, "-m", "fast", "-w", "-t", "60"], cancellationToken);
        else
            File.Delete(pidFile);
    }

    static bool IsPostgres(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/comm").StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return !Directory.Exists("/proc/self");
        }
    }

    /// <summary>One attempt. False: the server ended at once, e.g. because somebody took the port, or because remains of a killed one are still going away.</summary>
    async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        if (!FreePorts.IsFree(Port))
        {
            // Others were told this port when it was started first: better to wait for it than to move.
            if (_server is not null) return false;
            _settings = _settings! with { Port = FreePorts.Next() };
            _settings.Save(_settingsFile);
        }

        _server = await ChildProcess.StartAsync(Program(), _log);
        while (!_server.Exited.IsCompleted)
        {
            if (await AnswersAsync(cancellationToken)) return true;
            await Task.WhenAny(_server.Exited, Task.Delay(AskEvery, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return false;
    }

    ChildProgram Program()
    {
        Dictionary<string, string> settings = new(_serverSettings)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            // Paths of sockets have a narrow limit of length, and nobody needs one.
            ["unix_socket_directories"] = "",
        };
        settings.TryAdd("max_connections", "200");
        return new ChildProgram(_binaries!["postgres"], ["-D", Data, .. settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"])])
        {
            Account = _home!.Account,
            WorkingDirectory = _home.Directory,
            // Its "fast" shutdown: no waiting for clients to leave.
            StopSignal = UnixSignal.Interrupt,
            OrphanSignal = UnixSignal.Interrupt,
            StopWithin = TimeSpan.FromSeconds(60),
        };
    }

    async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    static InvalidOperationException NotStarted() => new("The PostgreSQL server was not started.");
}
