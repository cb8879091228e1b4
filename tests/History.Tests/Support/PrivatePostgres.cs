using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ShipmentTracker.History.Tests.Support;

/// <summary>A PostgreSQL server of our own from the machine's programs, gone when the tests are.</summary>
public sealed class PrivatePostgres(IReadOnlyDictionary<string, string>? serverSettings = null) : IAsyncDisposable
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "shiptrack-pg-" + Guid.NewGuid().ToString("N"));
    readonly int port = FreePort();

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = database,
        Username = "postgres",
        IncludeErrorDetail = true,
    }.ConnectionString;

    public async Task StartAsync()
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            if (Environment.UserName == "root")
                await Run("chown", "postgres", folder);
            await RunTool("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        }

        var settings = new Dictionary<string, string>(serverSettings ?? new Dictionary<string, string> { ["fsync"] = "off" })
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["max_connections"] = "200",
        };
        var line = string.Join(' ', settings.Select(s => $"-c {s.Key}={(s.Value.Length == 0 ? "''" : s.Value)}"));
        await RunTool("pg_ctl", "-D", Data, "-l", Path.Combine(folder, "log"), "-o", line, "-w", "-t", "60", "start");
    }

    public Task StopAsync() => RunTool("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");

    /// <summary>Without any farewell: what it had not made durable is gone.</summary>
    public Task KillAsync() => RunTool("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    public async Task CreateDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database \"{name}\"", connection);
        await create.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await KillAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    string Data => Path.Combine(folder, "data");

    static string Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture)).Select(d => Path.Combine(d, "bin")).First()
        : "";

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The server refuses to run as root.
    static Task RunTool(string tool, params string[] arguments)
    {
        var path = Path.Combine(Programs, tool);
        return Environment.UserName == "root" ? Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Run(path, arguments);
    }

    static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;

        // The server keeps the output open that it was started with: reading to the end would wait for the server.
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await process.StandardError.ReadToEndAsync()}");
    }
}
