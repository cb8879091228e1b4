using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ShipmentTracker.Cli.Stack.Postgres;
using ShipmentTracker.History;
using ShipmentTracker.History.Journaling;

namespace ShipmentTracker.Micro;

/// <summary>The history's tables in a PostgreSQL of our own, with nothing else running on them.</summary>
sealed class PrivateHistory : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("shiptrack-micro-").FullName;
    readonly PrivatePostgres postgres;
    ServiceProvider? services;

    PrivateHistory() => postgres = new PrivatePostgres(Path.Combine(folder, "postgres"));

    public IAppender Appender => services!.GetRequiredService<IAppender>();

    public static async Task<PrivateHistory> Start()
    {
        var history = new PrivateHistory();
        await history.postgres.StartAsync();
        await history.postgres.CreateDatabaseAsync("micro");
        history.services = new ServiceCollection().AddLogging().AddHistory(history.postgres.ConnectionString("micro")).BuildServiceProvider();

        // That makes the schema; what follows the events is not wanted here.
        foreach (var service in history.services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await service.StartingAsync(CancellationToken.None);
        return history;
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        await postgres.DeleteAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
