using JasperFx.Events.Daemon;
using Marten;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Reading;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History;

/// <summary>The history in PostgreSQL.</summary>
public static class HistoryServices
{
    /// <summary>The connection string's name: <c>ConnectionStrings:History</c>.</summary>
    public const string ConnectionName = "History";

    /// <summary>
    /// For a silo: the domain's ports, and what follows the events (lists, outward dispatch), shared among silos. The schema is brought up to date at start, before other
    /// services start.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no connection string.</exception>
    public static IServiceCollection AddHistory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JournalOptions>().Bind(configuration.GetSection(JournalOptions.Section));
        return services.AddHistory(ConnectionString(configuration));
    }

    /// <inheritdoc cref="AddHistory(IServiceCollection, IConfiguration)"/>
    public static IServiceCollection AddHistory(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new HistoryDatabase(connectionString, "shiptrack-silo"));
        services.AddSingleton<HistorySchema>();
        services.AddHostedService(s => s.GetRequiredService<HistorySchema>());
        services.AddMarten(s =>
        {
            var options = new StoreOptions();
            HistoryStore.Configure(options, s.GetRequiredService<HistoryDatabase>());
            return options;
        }).AddAsyncDaemon(DaemonMode.HotCold);

        services.AddOptions<JournalOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JournalOptions>, JournalOptionsValidator>());
        services.AddMetrics();
        services.AddSingleton<JournalMetrics>();
        services.AddSingleton<IAppender, MartenAppender>();
        services.AddSingleton<IJournal, Journal>();
        services.AddSingleton<IEventLog, EventLog>();
        services.AddSingleton<ISnapshots, SnapshotStore>();
        services.AddSingleton<IShipmentNumbers, ShipmentNumbers>();
        return services;
    }

    static string ConnectionString(IConfiguration configuration) => configuration.GetConnectionString(ConnectionName) is { Length: > 0 } given
        ? given
        : throw new InvalidOperationException($"ConnectionStrings:{ConnectionName} is missing: where PostgreSQL is, for example Host=...;Database=...;Username=...");
}
