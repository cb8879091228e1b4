using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Api.Audit;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests;

public sealed class AuditTests : IAsyncLifetime
{
    static readonly Uri Acknowledge = new($"/api/v1/alerts/{Samples.Alert.Id}/acknowledge", UriKind.Relative);

    readonly ApiHost api = new();

    public async Task InitializeAsync()
    {
        api.Cluster.Assets[Samples.Seal] = new FakeAsset { Status = Samples.SealStatus };
        await api.InitializeAsync();
    }

    public Task DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Who_did_what_is_written_before_it_is_done_and_how_it_ended_after()
    {
        var key = await api.NewKey(Role.Officer);
        using var officer = api.ClientWith(key);
        api.Cluster.Audit.Notes.Clear();
        (await officer.PostAsync(new Uri($"{Acknowledge}?secret=x", UriKind.Relative), null)).EnsureSuccessStatusCode();

        var notes = await Notes(2);
        var begin = notes[0].Should().BeOfType<BeginNote>().Subject;
        begin.By.Should().Be(new ActBy("officer:a officer", key.Split('_')[1], Role.Officer, "AcknowledgeAlert", Acknowledge.ToString(), "127.0.0.1"));
        notes[1].Should().BeOfType<EndNote>().Which.Should().BeEquivalentTo(new { begin.Act, Status = 200, Made = (string?)null });
    }

    [Fact]
    public async Task What_was_made_is_named()
    {
        await api.NewKey(Role.Officer);
        (await Notes(2))[1].Should().BeOfType<EndNote>().Which.Should().BeEquivalentTo(new { Status = 201, Made = $"/api/v1/keys/{api.Cluster.Keys.All.Keys.Single()}" });
    }

    [Fact]
    public async Task An_act_that_cannot_be_written_down_is_not_done()
    {
        api.Cluster.Audit.Failure = new TimeoutException("the database is away");

        (await api.Client.PostAsync(Acknowledge, null)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        api.Cluster.Assets[Samples.Seal].Handled.Should().BeEmpty();
        (await api.Client.GetAsync(new Uri("/api/v1/history/seal/VN0012345/track", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await api.Client.GetAsync(new Uri("/api/v1/alerts", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK, "a look at a list is no act");
        await using var hub = api.Hub();
        await Ends(hub);
    }

    [Fact]
    public async Task An_act_that_fails_says_so()
    {
        (await api.Client.PostAsync(new Uri("/api/v1/alerts/vehicle-X1-y-z/close", UriKind.Relative), null)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Notes(2))[1].Should().BeOfType<EndNote>().Which.Status.Should().Be(404);
        api.Cluster.Audit.Notes.Clear();

        using var broken = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        await api.Client.PostAsync(new Uri("/api/v1/shipments", UriKind.Relative), broken);
        (await Notes(2))[1].Should().BeOfType<EndNote>().Which.Status.Should().Be(400);
    }

    [Fact]
    public async Task Exports_and_connections_to_the_hub_are_acts_and_looks_are_none()
    {
        api.History.Exists = true;
        (await api.Client.GetAsync(new Uri("/api/v1/history/seal/VN0012345/track?format=csv", UriKind.Relative))).EnsureSuccessStatusCode();
        (await Notes(2))[0].Should().BeOfType<BeginNote>().Which.By.What.Should().Be("GetTrack");
        api.Cluster.Audit.Notes.Clear();

        (await api.Client.GetAsync(new Uri("/api/v1/shipments", UriKind.Relative))).EnsureSuccessStatusCode();
        await using (var hub = api.Hub())
        {
            await hub.StartAsync();
            (await Notes(1))[0].Should().BeOfType<BeginNote>().Which.By.Should().BeEquivalentTo(new { Actor = "administrator", Credential = "configuration", What = "Watch", On = "/live" });
        }

        (await Notes(2))[1].Should().BeOfType<EndNote>();
    }

    [Fact]
    public async Task Whoever_comes_when_too_many_watch_is_written_down_with_an_end()
    {
        var small = new ApiHost { Settings = { ["Live:MaxClients"] = "1" } };
        await small.InitializeAsync();
        try
        {
            await using var first = small.Hub();
            await first.StartAsync();
            await Notes(small, 1);
            await using var second = small.Hub();
            await Ends(second);

            var notes = await Notes(small, 3);
            notes[2].Should().BeOfType<EndNote>().Which.Should().BeEquivalentTo(new { notes[1].Act, Status = 503 });
        }
        finally
        {
            await small.DisposeAsync();
        }
    }

    [Fact]
    public async Task Whoever_is_known_and_turned_away_is_written_down_but_not_without_end()
    {
        var key = await api.NewKey(Role.Auditor);
        using var auditor = api.ClientWith(key);
        using var guesser = api.ClientWith(key[..^1] + (key[^1] == 'A' ? 'B' : 'A'));
        await Notes(2);
        api.Cluster.Audit.Notes.Clear();

        for (var i = 0; i < 40; i++) (await auditor.PostAsync(Acknowledge, null)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        var refusals = api.Cluster.Audit.Notes.OfType<RefusalNote>().ToList();
        refusals.Should().HaveCountGreaterThan(0).And.HaveCountLessThan(25);
        refusals[0].Should().BeEquivalentTo(new { Status = 403, By = new { Actor = "auditor:a auditor", Credential = key.Split('_')[1], What = "AcknowledgeAlert" } });

        var other = await api.NewKey(Role.Gateway);
        using var gateway = api.ClientWith(other);
        await gateway.GetAsync(new Uri("/api/v1/alerts", UriKind.Relative));
        var last = api.Cluster.Audit.Notes.OfType<RefusalNote>().Last();
        last.By.Credential.Should().Be(other.Split('_')[1]);
        (last.Others + refusals.Sum(r => r.Others) + refusals.Count).Should().Be(40, "what is not written down is counted");

        (await guesser.GetAsync(new Uri("/api/v1/alerts", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await api.Stranger.GetAsync(new Uri("/api/v1/alerts", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        api.Cluster.Audit.Notes.OfType<RefusalNote>().Should().OnlyContain(r => r.By.Credential == key.Split('_')[1] || r.By.Credential == other.Split('_')[1]);
    }

    [Fact]
    public async Task A_wrong_secret_for_a_known_key_is_written_down()
    {
        var key = await api.NewKey(Role.Auditor);
        using var guesser = api.ClientWith(key[..^1] + (key[^1] == 'A' ? 'B' : 'A'));
        await guesser.GetAsync(new Uri("/api/v1/alerts", UriKind.Relative));
        api.Cluster.Audit.Notes.OfType<RefusalNote>().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Status = 401, By = new { Credential = key.Split('_')[1] } });
    }

    [Fact]
    public void Whatever_changes_something_is_an_act()
    {
        var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/")).ToList();
        foreach (var endpoint in endpoints)
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m is not "GET"))
                AuditExtensions.IsAct(endpoint, method).Should().BeTrue(endpoint.DisplayName);
        endpoints.Where(e => AuditExtensions.IsAct(e, "GET")).Select(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName).Should().BeEquivalentTo("GetTrack", "GetReadings", "VerifyHistory");
    }

    [Fact]
    public async Task Acts_are_listed_by_actor_and_time()
    {
        (await api.Get("/api/v1/audit?actor=officer:Lan&from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z")).Response.StatusCode.Should().Be(HttpStatusCode.OK);
        api.Cluster.Audit.Asked.Should().Be(new ActFilter("officer:Lan", Samples.Today, Samples.Today.AddDays(1)));
        (await api.Get("/api/v1/audit?from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z")).Response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await api.Get("/api/v1/audit/yesterday/events")).Response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        api.History.Exists = false;
        (await api.Get("/api/v1/audit/2026-11-22/events")).Response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    static async Task Ends(HubConnection hub)
    {
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync();
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    Task<List<AuditNote>> Notes(int count) => Notes(api, count);

    // How an act ended is written after the answer has gone out.
    static async Task<List<AuditNote>> Notes(ApiHost api, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (api.Cluster.Audit.Notes.Count < count) await Task.Delay(10, deadline.Token);
        return [.. api.Cluster.Audit.Notes];
    }
}
