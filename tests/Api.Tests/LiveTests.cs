using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using ShipmentTracker.Api.Live;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Api.Tests;

public sealed class LiveTests : IAsyncLifetime, IDisposable
{
    readonly ApiHost api = new();
    readonly Channel<AlertDto> alerts = Channel.CreateUnbounded<AlertDto>();
    readonly Channel<LivePositionDto> positions = Channel.CreateUnbounded<LivePositionDto>();
    readonly Channel<bool> resyncs = Channel.CreateUnbounded<bool>();
    readonly CancellationTokenSource soon = new(TimeSpan.FromSeconds(20));
    HubConnection? hub;

    public Task InitializeAsync() => api.InitializeAsync();

    public async Task DisposeAsync()
    {
        if (hub is not null) await hub.DisposeAsync();
        await api.DisposeAsync();
    }

    public void Dispose() => soon.Dispose();

    [Fact]
    public async Task A_client_gets_all_positions_and_then_what_changes()
    {
        var silo = api.Cluster.AddSilo(1);
        for (var i = 0; i < 1200; i++) silo.Move(Samples.Live($"29H{i:0000}", Samples.Now));
        await Connect();

        var first = new HashSet<string>();
        while (first.Count < 1200) first.Add((await positions.Reader.ReadAsync(soon.Token)).Asset);

        silo.Move(Samples.Live("29H0007", Samples.Now.AddSeconds(10)));
        LivePositionDto changed;
        do changed = await positions.Reader.ReadAsync(soon.Token);
        while (changed.At == Samples.Now);
        changed.Should().Be(new LivePositionDto("vehicle/29H0007", Samples.Now.AddSeconds(10), 21.85, 106.76, 50, 10, "2026-000123", LiveStatusDto.Warning));
    }

    [Fact]
    public async Task An_alert_arrives_as_the_lists_tell_it()
    {
        var silo = api.Cluster.AddSilo(1);
        await Connect();
        await silo.FirstPoll.Task.WaitAsync(soon.Token);

        await silo.Observer!.AlertChanged(new AlertChange(AlertChangeKind.Raised, Samples.Alert));

        var alert = await alerts.Reader.ReadAsync(soon.Token);
        alert.Id.Should().Be(Samples.Alert.Id);
        alert.Status.Should().Be(AlertStatusDto.Open);
        alert.Evidence.Should().ContainSingle();
    }

    [Fact]
    public async Task A_silo_that_comes_back_is_followed_and_clients_are_told_to_read_again()
    {
        var old = api.Cluster.AddSilo(1);
        await Connect();
        await old.FirstPoll.Task.WaitAsync(soon.Token);
        while (resyncs.Reader.TryRead(out _))
        {
        }

        api.Cluster.Failure = new TimeoutException("the silo is gone");
        api.Cluster.Silos.Clear();
        var young = api.Cluster.AddSilo(2);
        young.Move(Samples.Live("30A11111", Samples.Now));
        api.Cluster.Failure = null;

        await resyncs.Reader.ReadAsync(soon.Token);
        (await positions.Reader.ReadAsync(soon.Token)).Asset.Should().Be("vehicle/30A11111");
        await young.Observer!.AlertChanged(new AlertChange(AlertChangeKind.Cleared, Samples.Alert with { Status = AlertStatus.Cleared }));
        (await alerts.Reader.ReadAsync(soon.Token)).Status.Should().Be(AlertStatusDto.Cleared);
    }

    [Fact]
    public async Task A_silo_that_forgot_us_means_that_something_may_have_been_missed()
    {
        var silo = api.Cluster.AddSilo(1);
        await Connect();
        await silo.FirstPoll.Task.WaitAsync(soon.Token);
        while (resyncs.Reader.TryRead(out _))
        {
        }

        silo.ForgetSubscribers();

        await resyncs.Reader.ReadAsync(soon.Token);
    }

    [Fact]
    public async Task Nobody_watching_means_that_no_positions_are_asked_for()
    {
        var silo = api.Cluster.AddSilo(1);
        await silo.Subscribed.Task.WaitAsync(soon.Token);
        silo.FirstPoll.Task.IsCompleted.Should().BeFalse();

        await Connect();
        await silo.FirstPoll.Task.WaitAsync(soon.Token);
    }

    [Fact]
    public async Task A_stranger_cannot_watch()
    {
        await using var stranger = api.Hub("not-the-key");
        var connecting = () => stranger.StartAsync();
        await connecting.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task A_slow_client_keeps_only_the_newest_position_of_each_asset()
    {
        var outbox = new Outbox(10, 10);
        for (var i = 0; i < 100; i++) outbox.Add([Position("A", i), Position("B", i)]);
        outbox.Add([Position("A", 50)]);

        var load = await outbox.Take(soon.Token);

        load.Positions.Should().BeEquivalentTo([Position("A", 99), Position("B", 99)]);
        load.AllPositions.Should().BeFalse();
    }

    [Fact]
    public async Task A_very_slow_client_is_told_to_read_again_instead_of_being_queued_for()
    {
        var outbox = new Outbox(10, 10);
        var alert = ShipmentTracker.Contracts.Api.AlertMapping.ToDto(Samples.Alert);
        for (var i = 0; i < 25; i++) outbox.Add(alert);
        for (var i = 0; i < 25; i++) outbox.Add([Position($"A{i}", 1)]);

        var load = await outbox.Take(soon.Token);

        load.Resync.Should().BeTrue();
        load.Alerts.Should().HaveCount(10, "the newest come all the same: the lists may not have them yet");
        load.AllPositions.Should().BeTrue();
        load.Positions.Should().BeEmpty();

        outbox.Add(alert);
        (await outbox.Take(soon.Token)).Alerts.Should().ContainSingle();
    }

    static LivePositionDto Position(string asset, int second) => new(asset, Samples.Now.AddSeconds(second), 1, 2, null, null, null, LiveStatusDto.Ok);

    async Task Connect()
    {
        hub = api.Hub();
        hub.On<AlertDto>("alert", alert => alerts.Writer.TryWrite(alert));
        hub.On<LivePositionDto[]>("positions", page =>
        {
            foreach (var position in page) positions.Writer.TryWrite(position);
        });
        hub.On("resync", () => resyncs.Writer.TryWrite(true));
        await hub.StartAsync(soon.Token);
    }
}
