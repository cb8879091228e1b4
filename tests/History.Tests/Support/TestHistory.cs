using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.History.Tests.Support;

/// <summary>A silo's history, as <see cref="HistoryServices"/> makes it.</summary>
public sealed class TestHistory : IAsyncDisposable
{
    readonly IHost host;

    TestHistory(IHost host, string connectionString)
    {
        this.host = host;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public IServiceProvider Services => host.Services;

    public IJournal Journal => Services.GetRequiredService<IJournal>();

    public IEventLog Log => Services.GetRequiredService<IEventLog>();

    public ISnapshots Snapshots => Services.GetRequiredService<ISnapshots>();

    public IShipmentNumbers Numbers => Services.GetRequiredService<IShipmentNumbers>();

    public IHistoryQueries Queries => Services.GetRequiredService<IHistoryQueries>();

    public IKeyQueries Keys => Services.GetRequiredService<IKeyQueries>();

    public static async Task<TestHistory> Start(string connectionString, Action<TestHistoryOptions>? configure = null)
    {
        var options = new TestHistoryOptions();
        configure?.Invoke(options);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (Environment.GetEnvironmentVariable("TEST_LOG") is not null)
            builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Information);
        builder.Services.AddHistory(connectionString);
        builder.Services.Configure(options.Journal);
        options.Services(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new TestHistory(host, connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}

public sealed class TestHistoryOptions
{
    public Action<JournalOptions> Journal { get; set; } = _ => { };

    public Action<IServiceCollection> Services { get; set; } = _ => { };
}

static class TestHistories
{
    /// <summary>A history in a new database.</summary>
    public static async Task<TestHistory> NewHistory(this PostgresFixture postgres, Action<TestHistoryOptions>? configure = null) =>
        await TestHistory.Start(await postgres.NewDatabase(), configure);
}
