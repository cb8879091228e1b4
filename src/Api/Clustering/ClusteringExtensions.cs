using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using ShipmentTracker.Api.Hosting;

namespace ShipmentTracker.Api.Clustering;

/// <summary>Makes the process a client of the cluster.</summary>
static class ClusteringExtensions
{
    const string Invariant = "Npgsql";

    /// <summary>An Orleans client that finds its silos in the history's database (<c>ConnectionStrings:History</c>).</summary>
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ClusterClientOptions>().BindConfiguration(ClusterClientOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterClientOptions>, ClusterClientOptionsValidator>();
        services.AddSingleton(_ => new ClusterDatabase(builder.Configuration.HistoryConnectionString()));

        services.AddOptions<ClusterOptions>().Configure<IOptions<ClusterClientOptions>>((orleans, ours) =>
        {
            orleans.ClusterId = ours.Value.Id;
            orleans.ServiceId = ours.Value.ServiceId;
        });
        services.AddOptions<ClientMessagingOptions>().Configure<IOptions<ClusterClientOptions>>((orleans, ours) => orleans.ResponseTimeout = ours.Value.ResponseTimeout);
        services.AddOptions<GatewayOptions>().Configure<IOptions<ClusterClientOptions>>((orleans, ours) => orleans.GatewayListRefreshPeriod = ours.Value.GatewayRefreshPeriod);
        services.AddOptions<AdoNetClusteringClientOptions>().Configure<ClusterDatabase>((orleans, database) => orleans.DataSource = database.DataSource);

        var before = services.ToHashSet();
        builder.UseOrleansClient(client =>
        {
            client.UseAdoNetClustering(orleans => orleans.Invariant = Invariant);

            // The trace page would show this process's log to whoever may see the dashboard.
            client.AddDashboard(dashboard => dashboard.HideTrace = true);
        });
        TakeOverConnecting(services, before);
        return builder;
    }

    static void TakeOverConnecting(IServiceCollection services, HashSet<ServiceDescriptor> before)
    {
        var connecting = services.Where(s => s.ServiceType == typeof(IHostedService) && !before.Contains(s)).ToList();
        if (connecting.Count != 1)
            throw new InvalidOperationException($"Orleans' client has {connecting.Count} hosted services in this version; {nameof(ClusterConnection)} knows of one");
        services.Remove(connecting[0]);

        services.AddSingleton<ClusterConnection>();
        services.AddSingleton<ICluster>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddSingleton<IClientConnectionRetryFilter>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddHostedService(provider => provider.GetRequiredService<ClusterConnection>());
    }
}
