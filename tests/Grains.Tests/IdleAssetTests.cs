using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Tests;

public sealed class IdleAssetTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_asset_that_nobody_speaks_to_goes_to_sleep_and_wakes_as_it_was()
    {
        var history = new MemoryHistory();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IJournal>(history).AddSingleton<IEventLog>(history).AddSingleton<ISnapshots>(history).AddSingleton<IShipmentNumbers>(history);
            silo.UseInMemoryReminderService();
            silo.AddShipmentGrains();
            silo.Configure<GrainCollectionOptions>(options => (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var grain = cluster.Client.GetAssetGrain(new AssetId(AssetKind.Vehicle, "IDLE1"));
        await grain.Ingest(Cluster.Batch(0, (Noon, 20.86, 106.7)), default);
        var before = await grain.GetStatus(default);
        var management = cluster.Client.GetGrain<IManagementGrain>(0);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await management.GetActivationAddress(grain) is not null)
            await Task.Delay(200, limit.Token);

        (await grain.GetStatus(default)).Should().BeEquivalentTo(before);
        (await grain.Ingest(Cluster.Batch(0, (Noon, 20.86, 106.7)), default)).Redelivered.Should().Be(1);
    }
}
