using System.Net;
using System.Net.Sockets;
using Npgsql;
using ShipmentTracker.Cli.Stack.Postgres;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Tests.Postgres;

#pragma warning disable CA1001 // xunit disposes it through IAsyncLifetime.
public sealed class PrivatePostgresTests : IAsyncLifetime
#pragma warning restore CA1001
{
    readonly TemporaryFolder _temporary = new();
    PrivatePostgres _server = null!;

    public async Task InitializeAsync()
    {
        _server = new PrivatePostgres(_temporary.Path);
        await _server.StartAsync();
        await _server.CreateDatabaseAsync("shiptrack");
        await ExecuteAsync(_server, "create table note (text text); insert into note values ('Đồng Đăng')");
    }

    [Fact]
    public async Task What_was_committed_survives_a_crash_and_the_address_stays()
    {
        var (address, process) = (_server.ConnectionString("shiptrack"), _server.ProcessId);
        var ended = _server.EndedAsync();

        await _server.KillAsync();
        (await ended).Should().Be("was killed by signal 9");
        await _server.StartAsync();

        _server.ConnectionString("shiptrack").Should().Be(address);
        _server.ProcessId.Should().NotBe(process);
        (await ReadNoteAsync(_server)).Should().Be("Đồng Đăng");
    }

    [Fact]
    public async Task A_later_run_finds_the_data_of_an_earlier_one_even_when_its_port_was_taken_meanwhile()
    {
        await _server.StopAsync();
        using TcpListener somebody = new(IPAddress.Loopback, _server.Port);
        somebody.Start();

        await using PrivatePostgres later = new(_temporary.Path);
        await later.StartAsync();
        await later.CreateDatabaseAsync("shiptrack");

        later.Port.Should().NotBe(_server.Port);
        (await ReadNoteAsync(later)).Should().Be("Đồng Đăng");
        await later.StopAsync();
    }

    [Fact]
    public async Task A_server_left_running_by_an_earlier_run_is_taken_over()
    {
        var leftover = _server.ProcessId;

        await using PrivatePostgres later = new(_temporary.Path);
        await later.StartAsync();

        UnixSignals.IsAlive(leftover).Should().BeFalse();
        (await ReadNoteAsync(later)).Should().Be("Đồng Đăng");
        await later.StopAsync();
    }

    [Fact]
    public async Task A_lock_file_of_a_process_that_is_somebody_elses_by_now_is_no_hindrance()
    {
        await _server.KillAsync();
        var lockFile = Directory.GetFiles(DataFolder(), "postmaster.pid").Single();
        File.WriteAllLines(lockFile, File.ReadAllLines(lockFile).Skip(1).Prepend($"{Environment.ProcessId}"));

        await _server.StartAsync();

        (await ReadNoteAsync(_server)).Should().Be("Đồng Đăng");
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_password()
    {
        var stranger = () => ExecuteAsync(new NpgsqlConnectionStringBuilder(_server.ConnectionString("shiptrack")) { Password = "guess" }.ConnectionString, "select 1");

        (await stranger.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
    }

    public async Task DisposeAsync()
    {
        await _server.DeleteAsync();
        await _server.DisposeAsync();
        _temporary.Dispose();
    }

    string DataFolder() => Path.Combine(PostgresSettings.Load(_temporary["postgres.json"])!.Directory, "data");

    static async Task<string?> ReadNoteAsync(PrivatePostgres server) => (string?)await ExecuteAsync(server, "select text from note");

    static Task<object?> ExecuteAsync(PrivatePostgres server, string sql) => ExecuteAsync(server.ConnectionString("shiptrack"), sql);

    static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
