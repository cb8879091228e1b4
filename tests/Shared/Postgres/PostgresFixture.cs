using ShipmentTracker.Cli.Stack.Postgres;

namespace ShipmentTracker.Tests.Postgres;

/// <summary>One server for all tests; a database each.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("shiptrack-tests-").FullName;
    int databases;

    public PostgresFixture() => Server = new PrivatePostgres(folder, serverSettings: new Dictionary<string, string> { ["fsync"] = "off" });

    public PrivatePostgres Server { get; }

    public Task InitializeAsync() => Server.StartAsync();

    public async Task DisposeAsync()
    {
        await Server.DeleteAsync();
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Rows of a table.</summary>
    public static async Task<long> Count(string database, string from)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"select count(*) from {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A new database; its connection string.</summary>
    public async Task<string> NewDatabase()
    {
        var name = $"t{Interlocked.Increment(ref databases)}";
        await Server.CreateDatabaseAsync(name);
        return Server.ConnectionString(name);
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
