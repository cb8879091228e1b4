using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Tests;

public sealed class LiveFeedTests
{
    [Fact]
    public async Task Each_silo_has_its_own_feed_whoever_asks_for_it_and_a_silo_that_is_gone_has_none()
    {
        var history = new MemoryHistory();
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IJournal>(history).AddSingleton<IEventLog>(history).AddSingleton<ISnapshots>(history).AddSingleton<IShipmentNumbers>(history);
            silo.UseInMemoryReminderService();
            silo.AddShipmentGrains();
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var management = cluster.Client.GetGrain<IManagementGrain>(0);

        foreach (var silo in (await management.GetHosts(onlyActive: true)).Keys)
        {
            var feed = cluster.Client.GetGrain<ILiveFeedGrain>(silo.ToParsableString());
            await feed.PositionsAfter(0, 10);
            (await management.GetActivationAddress(feed)).Should().Be(silo);
        }

        var gone = cluster.Client.GetGrain<ILiveFeedGrain>("127.0.0.1:1@1");
        await gone.Invoking(g => g.PositionsAfter(0, 10).AsTask()).Should().ThrowAsync<Exception>();
    }
}
