using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Bench.Rig;

/// <summary>A client of the silo's cluster, as the API is one: for asking grains without HTTP, and for Orleans' own management.</summary>
sealed class ClusterClient : IAsyncDisposable
{
    static readonly TimeSpan AsleepWithin = TimeSpan.FromSeconds(30);

    readonly IHost host;
    readonly NpgsqlDataSource database;

    ClusterClient(IHost host, NpgsqlDataSource database) => (this.host, this.database) = (host, database);

    IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    IManagementGrain Management => Grains.GetGrain<IManagementGrain>(0);

    public static async Task<ClusterClient> Connect(Product product, CancellationToken cancellationToken)
    {
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(product.ConnectionString) { SearchPath = "orleans", MaxPoolSize = 2 });
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("shiptrack", "shiptrack"));
        builder.Services.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromMinutes(5));
        builder.Services.Configure<AdoNetClusteringClientOptions>(clustering => clustering.DataSource = database);
        builder.UseOrleansClient(client => client.UseAdoNetClustering(clustering => clustering.Invariant = "Npgsql"));
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new ClusterClient(host, database);
    }

    /// <summary>The grain of an asset.</summary>
    public IAssetGrain Grain(string asset) =>
        AssetId.TryParse(asset, out var id, out var reason) ? Grains.GetAssetGrain(id) : throw new ArgumentException(reason, nameof(asset));

    /// <summary>Lets an asset's grain fall asleep, as one does that is idle for long, and waits until it has.</summary>
    public async Task PutToSleep(string asset, CancellationToken cancellationToken)
    {
        var grain = Grain(asset).GetGrainId();
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(AsleepWithin);
        do
        {
            await Management.ForceActivationCollection(TimeSpan.Zero, inTime.Token);
            await Task.Delay(10, inTime.Token);
        }
        while ((await Management.GetActiveGrains(grain.Type, inTime.Token)).Contains(grain));
    }

    /// <summary>Has the silo collect all its garbage.</summary>
    public async Task CollectGarbage() => await Management.ForceGarbageCollection([.. (await Management.GetHosts(true)).Keys]);

    /// <summary>Grains awake in the silo.</summary>
    public Task<int> Awake() => Management.GetTotalActivationCount();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await database.DisposeAsync();
    }
}
