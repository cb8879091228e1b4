using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Grains;
using ShipmentTracker.Grains.Webhooks;
using ShipmentTracker.History;
using ShipmentTracker.History.Dispatch;
using ShipmentTracker.History.Webhooks;
using ShipmentTracker.Silo.Webhooks;

namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>A silo with the real history, delivering webhooks, in this process. A second one on the same database is the first one started again.</summary>
public sealed class Deliverer : IAsyncDisposable
{
    /// <summary>Whoever may see all webhooks.</summary>
    public static readonly WebhookCommand Admin = new(null, "administrator");

    /// <summary>What Orleans does for itself. With a time that jumps its silo would believe itself ill, and leave its cluster on a busy machine.</summary>
    static readonly string[] OrleansOwn =
    [
        TimeProviderNames.Membership, TimeProviderNames.Messaging, TimeProviderNames.SystemTimers, TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory,
    ];

    readonly InProcessTestCluster cluster;

    Deliverer(InProcessTestCluster cluster, string database) => (this.cluster, Database) = (cluster, database);

    public string Database { get; }

    public IServiceProvider Services => cluster.GetSiloServiceProvider(cluster.Silos[0].SiloAddress);

    public IWebhookQueries Queries => Services.GetRequiredService<IWebhookQueries>();

    /// <param name="database">The connection string.</param>
    /// <param name="time">What our own parts take for the time.</param>
    /// <param name="configure">Settings of the webhooks.</param>
    /// <param name="replace">Services that are others than the product's.</param>
    /// <param name="clientWaits">How long its client waits for an answer; null: as long as Orleans would.</param>
    public static async Task<Deliverer> Start(
        string database, TimeProvider time, Action<WebhookOptions>? configure = null, Action<IServiceCollection>? replace = null, TimeSpan? clientWaits = null)
    {
        var builder = new InProcessTestClusterBuilder(1);
        if (clientWaits is { } limit)
            builder.ConfigureClient(client => client.Services.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = limit));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(time);
            foreach (var name in OrleansOwn)
                silo.Services.AddKeyedSingleton(name, TimeProvider.System);
            silo.Services.AddHistory(database);
            silo.Services.Configure<DispatchOptions>(o => o.FirstPause = TimeSpan.FromMilliseconds(50));
            silo.UseInMemoryReminderService();
            silo.AddShipmentGrains();
            silo.Services.AddWebhooks();
            silo.Services.Configure<WebhookOptions>(o =>
            {
                (o.AllowHttp, o.AllowPrivateAddresses, o.LookEvery) = (true, true, TimeSpan.FromMilliseconds(50));
                o.SecretKey = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
                configure?.Invoke(o);
            });
            replace?.Invoke(silo.Services);
            if (Environment.GetEnvironmentVariable("TEST_LOG") is not null)
                silo.Services.AddLogging(l => l.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new Deliverer(cluster, database);
    }

    /// <summary>Makes a webhook and tells its id and secret.</summary>
    public async Task<WebhookSecret> Create(string url, string? carrier = Given.Carrier, Func<CreateWebhook, CreateWebhook>? with = null)
    {
        var command = new CreateWebhook { Carrier = carrier, Url = url, Types = ["*"], By = "tester" };
        return Right(await cluster.Client.GetGrain<IWebhookDeskGrain>(0).Create(with?.Invoke(command) ?? command, default));
    }

    public ValueTask<Outcome<WebhookSecret>> TryCreate(CreateWebhook command) => cluster.Client.GetGrain<IWebhookDeskGrain>(0).Create(command, default);

    public IWebhookGrain Webhook(string id) => cluster.Client.GetGrain<IWebhookGrain>(id);

    public async Task<WebhookInfo> Info(string id) => Right(await Webhook(id).GetInfo(Admin, default));

    public Task Append(string stream, long expected, params DomainEvent[] events) =>
        Services.GetRequiredService<IJournal>().Append(stream, expected, [.. events], JournalLane.Express, default);

    public async Task<IReadOnlyList<DeliveryInfo>> Deliveries(string webhook) => (await Queries.Deliveries(webhook, null, null, 500, default)).Items;

    public static T Right<T>(Outcome<T> outcome) =>
        outcome.Rejection is { } no ? throw new InvalidOperationException(string.Join("; ", no.Errors.Select(e => $"{e.Field} {e.Message}"))) : outcome.Value!;

    public async ValueTask DisposeAsync() => await cluster.DisposeAsync();
}
