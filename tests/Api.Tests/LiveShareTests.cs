using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.History.Queries.Carriers;

namespace ShipmentTracker.Api.Tests;

/// <summary>What carriers hear on the live hub.</summary>
public sealed class LiveShareTests : IAsyncLifetime, IDisposable
{
    readonly ApiHost api = new();
    readonly CancellationTokenSource soon = new(TimeSpan.FromSeconds(30));

    public Task InitializeAsync() => api.InitializeAsync();

    public Task DisposeAsync() => api.DisposeAsync();

    public void Dispose() => soon.Dispose();

    [Fact]
    public async Task A_carrier_hears_of_its_own_shipments_only()
    {
        api.Shared.Owners["2026-000200"] = new ShipmentOwner("Green Line");
        var silo = api.Cluster.AddSilo(1);
        silo.Move(Samples.Live("29H00001", Samples.Now.AddSeconds(1)));
        silo.Move(Samples.Live("29H00002", Samples.Now.AddSeconds(1)) with { IsOfDuty = false });
        silo.Move(Samples.Live("30A00001", Samples.Now.AddSeconds(1)) with { Shipment = "2026-000200" });
        silo.Move(Samples.Live("30A00002", Samples.Now.AddSeconds(1)) with { Shipment = null });
        await using var own = await Listen(Samples.Shipment.Carrier);
        await using var green = await Listen("Green Line");
        await using var all = await Listen(null);
        await silo.FirstPoll.Task.WaitAsync(soon.Token);

        await Until(all, "30A00002");
        await silo.Observer!.AlertChanged(new AlertChange(AlertChangeKind.Raised, Samples.Alert));
        await silo.Observer!.AlertChanged(new AlertChange(AlertChangeKind.Raised, Samples.Alert with { Id = "of-none", Shipment = null }));
        await silo.Observer!.AlertChanged(new AlertChange(AlertChangeKind.Raised, Samples.Alert with { Id = "green", Shipment = "2026-000200" }));
        silo.Move(Samples.Live("29H00003", Samples.Now.AddSeconds(2)));
        silo.Move(Samples.Live("30A00003", Samples.Now.AddSeconds(2)) with { Shipment = "2026-000200" });

        await Until(own, "29H00003");
        await Until(green, "30A00003");
        await Until(all, "of-none");
        own.Heard.Should().BeEquivalentTo("vehicle/29H00001", "vehicle/29H00003", Samples.Alert.Id);
        green.Heard.Should().BeEquivalentTo("vehicle/30A00001", "vehicle/30A00003", "green");
        all.Heard.Should().Contain(["vehicle/29H00002", "vehicle/30A00002", "of-none", "green", Samples.Alert.Id]);
    }

    [Fact]
    public async Task Looking_at_all_of_the_map_and_following_by_name_shows_a_carrier_nothing_more()
    {
        var silo = api.Cluster.AddSilo(1);
        silo.Move(Samples.Live("30A00001", Samples.Now.AddSeconds(1)) with { Shipment = null });
        await using var own = await Listen(Samples.Shipment.Carrier);
        await silo.FirstPoll.Task.WaitAsync(soon.Token);
        await own.Hub.InvokeAsync<double[]>("watch", -180, -85, 180, 85, new[] { "vehicle/30A00001" }, soon.Token);
        silo.Move(Samples.Live("30A00001", Samples.Now.AddSeconds(2)) with { Shipment = null });
        silo.Move(Samples.Live("29H00001", Samples.Now.AddSeconds(2)));

        await Until(own, "29H00001");
        own.Heard.Should().Equal("vehicle/29H00001");
    }

    [Fact]
    public async Task A_connection_ends_when_its_key_is_revoked()
    {
        var key = await api.NewKey(Role.Officer);
        await using var hub = api.Hub(key);
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(soon.Token);
        (await api.Client.DeleteAsync(new Uri($"/api/v1/keys/{key.Split('_')[1]}", UriKind.Relative), soon.Token)).EnsureSuccessStatusCode();
        await closed.Task.WaitAsync(soon.Token);
    }

    [Fact]
    public async Task A_connection_ends_when_its_key_expires()
    {
        await using var hub = api.Hub(await api.NewKey(Role.Officer, expiresAt: DateTimeOffset.UtcNow.AddSeconds(3)));
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(soon.Token);
        await closed.Task.WaitAsync(soon.Token);
    }

    async Task<Listener> Listen(string? carrier)
    {
        var listener = new Listener(api.Hub(carrier is null ? ApiHost.Key : await api.NewKey(Role.Carrier, carrier)));
        await listener.Hub.StartAsync(soon.Token);
        return listener;
    }

    async Task Until(Listener listener, string ending)
    {
        while (!listener.Heard.Any(heard => heard.EndsWith(ending))) listener.Heard.Add(await listener.Coming.Reader.ReadAsync(soon.Token));
        while (listener.Coming.Reader.TryRead(out var more)) listener.Heard.Add(more);
    }

    sealed class Listener : IAsyncDisposable
    {
        public Listener(HubConnection hub)
        {
            Hub = hub;
            hub.On<AlertDto>("alert", alert => Coming.Writer.TryWrite(alert.Id));
            hub.On<LivePositionDto[]>("positions", positions => positions.ToList().ForEach(p => Coming.Writer.TryWrite(p.Asset)));
        }

        public HubConnection Hub { get; }

        public Channel<string> Coming { get; } = Channel.CreateUnbounded<string>();

        public HashSet<string> Heard { get; } = [];

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
