using ShipmentTracker.Cli.Stack.Postgres;

namespace ShipmentTracker.History.Tests.Support;

/// <summary>One server for all tests; a database each.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "shiptrack-history-" + Guid.NewGuid().ToString("N"));

    public PostgresFixture()
    {
        Server = new PrivatePostgres(folder, serverSettings: new Dictionary<string, string> { ["fsync"] = "off" });
    }

    public PrivatePostgres Server { get; }

    public Task InitializeAsync() => Server.StartAsync();

    public async Task DisposeAsync()
    {
        await Server.DeleteAsync();
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A history in a new database.</summary>
    public async Task<TestHistory> NewHistory(Action<TestHistoryOptions>? configure = null)
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        await Server.CreateDatabaseAsync(name);
        return await TestHistory.Start(Server.ConnectionString(name), configure);
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
