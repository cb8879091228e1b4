using JasperFx.Events.Daemon;
using Marten;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Checkpoints;
using ShipmentTracker.History.DeadLetters;
using ShipmentTracker.History.Dispatch;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Queries.Carriers;
using ShipmentTracker.History.Reading;
using ShipmentTracker.History.Storage;
using ShipmentTracker.History.Views;
using ShipmentTracker.History.Webhooks;

namespace ShipmentTracker.History;

/// <summary>The history in PostgreSQL.</summary>
public static class HistoryServices
{
    /// <summary>The connection string's name: <c>ConnectionStrings:History</c>.</summary>
    public const string ConnectionName = "History";

    // PostgreSQL takes 100 connections unless told otherwise: a silo and an API, with what Orleans needs beside, stay well below. Who finds none free waits.
    const int SiloConnections = 40;
    const int ReaderConnections = 20;

    /// <summary>
    /// For a silo: the domain's ports, and what follows the events (lists, outward dispatch), shared among silos. The schema is brought up to date at start, before other
    /// services start.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no connection string.</exception>
    public static IServiceCollection AddHistory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JournalOptions>().Bind(configuration.GetSection(JournalOptions.Section));
        services.AddOptions<DispatchOptions>().Bind(configuration.GetSection(DispatchOptions.Section));
        services.AddOptions<CheckpointOptions>().Bind(configuration.GetSection(CheckpointOptions.Section));
        return services.AddHistory(ConnectionString(configuration));
    }

    /// <inheritdoc cref="AddHistory(IServiceCollection, IConfiguration)"/>
    public static IServiceCollection AddHistory(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new HistoryDatabase(connectionString, "shiptrack-silo", SiloConnections));
        services.AddSingleton<HistorySchema>();
        services.AddHostedService(s => s.GetRequiredService<HistorySchema>());
        services.AddMarten(s =>
        {
            var options = new StoreOptions();
            HistoryStore.Configure(options, s.GetRequiredService<HistoryDatabase>());
            ViewTables.Configure(options);
            foreach (var sink in s.GetServices<IAlertSink>())
                options.Projections.Subscribe(ActivatorUtilities.CreateInstance<AlertDispatch>(s, sink));
            options.Projections.Subscribe(ActivatorUtilities.CreateInstance<NoticeDispatch>(s));
            return options;
        }).AddAsyncDaemon(DaemonMode.HotCold);

        services.AddOptions<JournalOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JournalOptions>, JournalOptionsValidator>());
        services.AddOptions<DispatchOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DispatchOptions>, DispatchOptionsValidator>());
        services.AddOptions<CheckpointOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CheckpointOptions>, CheckpointOptionsValidator>());
        services.AddSingleton<CheckpointMaker>();
        services.AddHostedService(s => s.GetRequiredService<CheckpointMaker>());
        services.AddSingleton<AlertNotices>();
        services.AddSingleton<NoticeMaker>();
        services.AddSingleton(_ => new WebhookDatabase(connectionString));
        services.AddSingleton<IWebhookOutbox, WebhookOutbox>();
        services.AddMetrics();
        services.AddSingleton<JournalMetrics>();
        services.AddSingleton<IAppender, SetAppender>();
        services.AddSingleton<IJournal, Journal>();
        services.AddSingleton<SnapshotWriter>();
        services.AddSingleton<ISnapshots, Snapshots>();
        services.AddSingleton<IShipmentNumbers, ShipmentNumbers>();
        services.AddSingleton<IKeyUses, KeyUses>();
        services.AddSingleton<ITelemetryReceipts, TelemetryReceipts>();
        services.AddSingleton<IDeadLetterLedger, DeadLetterLedger>();
        return services.AddQueries();
    }

    /// <summary>For whoever only reads: <see cref="IHistoryQueries"/>. It changes nothing in the database, and needs a silo to have been started on it once.</summary>
    /// <exception cref="InvalidOperationException">There is no connection string.</exception>
    public static IServiceCollection AddHistoryReader(this IServiceCollection services, IConfiguration configuration) =>
        services.AddHistoryReader(ConnectionString(configuration));

    /// <inheritdoc cref="AddHistoryReader(IServiceCollection, IConfiguration)"/>
    public static IServiceCollection AddHistoryReader(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new HistoryDatabase(connectionString, "shiptrack-reader", ReaderConnections));
        return services.AddQueries();
    }

    static IServiceCollection AddQueries(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EventLog>();
        services.AddSingleton<IEventLog>(s => s.GetRequiredService<EventLog>());
        services.AddLogging();
        services.AddSingleton<WakeReader>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<Replay>();
        services.AddSingleton<ReadingReader>();
        services.AddSingleton<IWholeHistory, HistoryQueries>();
        services.AddSingleton<IHistoryQueries>(s => s.GetRequiredService<IWholeHistory>());
        services.AddSingleton<IShipmentOwners, ShipmentOwners>();
        services.AddSingleton<AssetShares>();
        services.AddSingleton<ISharedHistory, SharedHistory>();
        services.AddSingleton<IKeyQueries, KeyQueries>();
        services.AddSingleton<IAuditQueries, AuditQueries>();
        services.AddSingleton<IWebhookQueries, WebhookQueries>();
        services.AddSingleton<ICheckpointQueries, CheckpointQueries>();
        services.AddSingleton<IDeadLetterQueries, DeadLetterQueries>();
        return services;
    }

    static string ConnectionString(IConfiguration configuration) => configuration.GetConnectionString(ConnectionName) is { Length: > 0 } given
        ? given
        : throw new InvalidOperationException($"ConnectionStrings:{ConnectionName} is missing: where PostgreSQL is, for example Host=...;Database=...;Username=...");
}
