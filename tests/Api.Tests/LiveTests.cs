using System.Threading.Channels;
using CsCheck;
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
        for (var i = 0; i < 100; i++) outbox.Add([Moved("A", i), Moved("B", i)]);

        var load = await outbox.Take(soon.Token);

        load.Positions.Should().BeEquivalentTo([Position("A", 99), Position("B", 99)]);
        load.Entered.Should().BeNull();
    }

    [Fact]
    public async Task A_very_slow_client_is_told_to_read_again_instead_of_being_queued_for()
    {
        var outbox = new Outbox(10, 10);
        var alert = ShipmentTracker.Contracts.Api.AlertMapping.ToDto(Samples.Alert);
        for (var i = 0; i < 25; i++) outbox.Add(alert);
        for (var i = 0; i < 25; i++) outbox.Add([Moved($"A{i}", 1)]);

        var load = await outbox.Take(soon.Token);

        load.Resync.Should().BeTrue();
        load.Alerts.Should().HaveCount(10, "the newest come all the same: the lists may not have them yet");
        load.Entered.Should().Be(new Outbox.Entered(Outbox.Sight.Everything, null));
        load.Positions.Should().BeEmpty();

        outbox.Add(alert);
        (await outbox.Take(soon.Token)).Alerts.Should().ContainSingle();
    }

    [Fact]
    public async Task A_client_that_looks_at_a_part_of_the_map_is_told_of_that_part_only()
    {
        var silo = api.Cluster.AddSilo(1);
        silo.Move(At("NORTH", 21.5, 106.5, 0));
        silo.Move(At("SOUTH", 10.8, 106.6, 0));
        silo.Move(At("FAR", 1, 1, 0));
        await Connect();
        await Until("vehicle/NORTH", "vehicle/SOUTH", "vehicle/FAR");

        // Only what comes into sight is sent, and it widens to whole cells.
        var bounds = await hub!.InvokeAsync<double[]>("watch", 106.0, 21.0, 107.0, 22.0, new[] { "vehicle/FAR" }, soon.Token);
        bounds.Should().HaveCount(4);
        bounds[0].Should().BeInRange(105, 106);
        bounds[1].Should().BeInRange(20, 21);
        bounds[2].Should().BeInRange(107, 108);
        bounds[3].Should().BeInRange(22, 23);

        silo.Move(At("SOUTH", 10.9, 106.6, 10));
        silo.Move(At("NORTH", 21.6, 106.5, 10));
        silo.Move(At("FAR", 2, 2, 20));
        await Until("vehicle/NORTH", "vehicle/FAR");

        // It is told when one leaves, and not what it does outside; looking there brings it.
        silo.Move(At("NORTH", 19, 106.5, 30));
        silo.Move(At("NORTH", 18.9, 106.5, 40));
        silo.Move(At("FAR", 3, 3, 50));
        (await Until("vehicle/FAR")).Where(p => p.Asset == "vehicle/SOUTH").Should().BeEmpty();
        await hub!.InvokeAsync<double[]>("watch", 106.0, 10.0, 107.0, 20.0, Array.Empty<string>(), soon.Token);
        (await Until("vehicle/NORTH", "vehicle/SOUTH")).Single(p => p.Asset == "vehicle/SOUTH").Lat.Should().Be(10.9);
    }

    [Theory]
    [InlineData(106, 22, 107, 21)]
    [InlineData(107, 21, 106, 22)]
    [InlineData(106, -91, 107, 22)]
    [InlineData(double.NegativeInfinity, 0, 1, 1)]
    public void What_is_no_part_of_the_map_is_refused(double west, double south, double east, double north) => MapView.Of(west, south, east, north).Should().BeNull();

    [Fact]
    public void A_part_of_the_map_holds_what_was_asked_for_and_little_more()
    {
        Gen.Select(Gen.Double[-180, 179], Gen.Double[-84, 83], Gen.Double[0.001, 1], Gen.Double[0.001, 1]).Sample((west, south, width, height) =>
        {
            var view = MapView.Of(west, south, west + width, south + height)!;
            view.Contains(south, west).Should().BeTrue();
            view.Contains(south + height, west + width).Should().BeTrue();
            view.Contains(south + (height / 2), west + (width / 2)).Should().BeTrue();
            (view.West <= west + 1e-9 && view.East >= west + width - 1e-9 && view.South <= south + 1e-9 && view.North >= south + height - 1e-9).Should().BeTrue();
            view.Contains(Math.Max(-84, south - 20), west).Should().BeFalse();
        });
        MapView.Of(-200, -90, 200, 90)!.Contains(0, 179.9).Should().BeTrue();
    }

    [Fact]
    public void Of_two_silos_that_tell_of_one_asset_the_newer_word_counts()
    {
        var positions = new LivePositions(api.Cluster, Microsoft.Extensions.Options.Options.Create(new LiveOptions()), TimeProvider.System);
        positions.Take([Position("A", 5)]).Should().Equal(new Move(null, Position("A", 5)));
        positions.Take([Position("A", 4), Position("A", 6)]).Should().Equal(new Move(Position("A", 5), Position("A", 6)));
        positions.All.Should().Equal(Position("A", 6));
    }

    [Fact]
    public async Task Looking_away_and_back_misses_nothing()
    {
        var outbox = new Outbox(10, 100);
        var (north, south) = (MapView.Of(106, 21, 107, 22)!, MapView.Of(106, 10, 107, 11)!);
        outbox.Watch(north, []);
        await outbox.Take(soon.Token);

        outbox.Watch(south, []);
        outbox.Add([new Move(null, Position("A", 1) with { Lat = 21.5, Lon = 106.5 })]);
        outbox.Watch(north, []);

        (await outbox.Take(soon.Token)).Positions.Should().ContainSingle();
    }

    static LivePosition At(string plate, double lat, double lon, int second) => new(
        new AssetId(AssetKind.Vehicle, plate), new LastPosition(Samples.Now.AddSeconds(second), lat, lon, 50, 10), null, null);

    async Task<List<LivePositionDto>> Until(params string[] assets)
    {
        var told = new List<LivePositionDto>();
        while (!assets.All(asset => told.Exists(p => p.Asset == asset))) told.Add(await positions.Reader.ReadAsync(soon.Token));
        return told;
    }

    static Move Moved(string asset, int second) => new(null, Position(asset, second));

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
