using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using ShipmentTracker.Silo.Health;

namespace ShipmentTracker.Silo.Clustering;

/// <summary>Makes the process a silo of the cluster.</summary>
public static class ClusteringExtensions
{
    const string Invariant = "Npgsql";

    /// <summary>Orleans with membership and reminders on the history's database (<c>ConnectionStrings:History</c>).</summary>
    /// <param name="builder">The host.</param>
    /// <param name="addGrains">Adds the grains to the silo.</param>
    /// <exception cref="InvalidOperationException">The connection string is missing, or a setting of the section <c>Cluster</c> is wrong.</exception>
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder, Action<ISiloBuilder> addGrains)
    {
        var services = builder.Services;
        services.AddOptions<SiloClusterOptions>().BindConfiguration(SiloClusterOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiloClusterOptions>, SiloClusterOptionsValidator>();

        var connectionString = builder.Configuration.GetConnectionString("History") is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException("ConnectionStrings:History is not set: say where the PostgreSQL of the history is");
        services.AddSingleton(_ => new ClusterDatabase(connectionString));
        services.AddSingleton<ClusterSchema>();
        services.AddHostedService(provider => provider.GetRequiredService<ClusterSchema>());

        // Each silo decides on its options only when the container is built, so that validation speaks first.
        services.AddOptions<ClusterOptions>().Configure<IOptions<SiloClusterOptions>>((orleans, ours) =>
        {
            orleans.ClusterId = ours.Value.Id;
            orleans.ServiceId = ours.Value.ServiceId;
        });
        services.AddOptions<EndpointOptions>().Configure<IOptions<SiloClusterOptions>>((orleans, ours) => Configure(orleans, ours.Value));
        services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<SiloClusterOptions>>((orleans, ours) => Configure(orleans, ours.Value));
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<SiloClusterOptions>>((orleans, ours) =>
        {
            orleans.CollectionAge = ours.Value.SleepAfter;

            // Rather a slower silo than one that the system kills: the assets unheard for longest go to sleep first.
            orleans.EnableActivationSheddingOnMemoryPressure = true;
        });
        services.AddOptions<AdoNetClusteringSiloOptions>().Configure<ClusterDatabase>((orleans, database) => orleans.DataSource = database.DataSource);
        services.AddOptions<AdoNetReminderTableOptions>().Configure<ClusterDatabase>((orleans, database) => orleans.DataSource = database.DataSource);

        builder.UseOrleans(silo =>
        {
            silo.UseAdoNetClustering(orleans => orleans.Invariant = Invariant);
            silo.UseAdoNetReminderService(orleans => orleans.Invariant = Invariant);
            addGrains(silo);
            if (builder.Configuration.GetValue($"{SiloClusterOptions.Section}:{nameof(SiloClusterOptions.Dashboard)}", true)) silo.AddDashboard();
        });

        services.AddHealthChecks()
            .AddCheck<HistoryHealthCheck>("history", tags: [HealthEndpoints.Ready], timeout: HealthEndpoints.CheckTimeout)
            .AddCheck<ClusterHealthCheck>("cluster", tags: [HealthEndpoints.Ready], timeout: HealthEndpoints.CheckTimeout);
        return builder;
    }

    static void Configure(EndpointOptions orleans, SiloClusterOptions ours)
    {
        var advertised = IPAddress.Parse(ours.AdvertisedAddress);
        orleans.AdvertisedIPAddress = advertised;
        orleans.SiloPort = ours.SiloPort;
        orleans.GatewayPort = ours.GatewayPort;
        var listenOn = IPAddress.IsLoopback(advertised) ? advertised : IPAddress.Any;
        orleans.SiloListeningEndpoint = new IPEndPoint(listenOn, ours.SiloPort);
        orleans.GatewayListeningEndpoint = new IPEndPoint(listenOn, ours.GatewayPort);
    }

    static void Configure(ClusterMembershipOptions orleans, SiloClusterOptions ours)
    {
        orleans.ProbeTimeout = ours.ProbeTimeout;
        // Probing adapts to how fast answers come; without these bounds it may wait four times as long before it counts a miss.
        orleans.MinProbeTimeout = ours.ProbeTimeout / 2;
        orleans.MaxProbeTimeout = ours.ProbeTimeout * 1.5;
        orleans.NumMissedProbesLimit = 3;

        // In a cluster of two the only witness must be enough. In a larger one Orleans lets a second silo probe before it believes the first.
        orleans.NumVotesForDeathDeclaration = 2;

        // Rows of silos that were killed all at once hold up the next start until they look stale: 3 missed signs of life.
        orleans.IAmAliveTablePublishTimeout = ours.ProbeTimeout * 2;
        orleans.NumMissedTableIAmAliveLimit = 3;
        orleans.TableRefreshTimeout = ours.ProbeTimeout * 5;
    }
}
