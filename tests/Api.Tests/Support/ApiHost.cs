using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.History.DeadLetters;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Queries.Carriers;
using ShipmentTracker.History.Webhooks;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>The real API on a port of its own; only the cluster and the history behind it are made up.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    public const string Key = "a-key-for-tests-0123456789-abcdefgh";

    WebApplication? app;

    public ApiHost() => Shared = new FakeShared(History);

    internal FakeCluster Cluster { get; } = new();

    internal FakeHistory History { get; } = new();

    internal FakeShared Shared { get; }

    internal FakeDeadLetters DeadLetters { get; } = new();

    public LogCatcher Log { get; } = new();

    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Api:AdministratorKey"] = Key,
        ["ConnectionStrings:History"] = "Host=127.0.0.1;Port=1;Username=nobody;Password=secret-of-the-database;Timeout=1",
        ["Keys:CacheFor"] = "00:00:00.1",
        ["Keys:TellUsesEvery"] = "00:00:00.2",
        ["Live:PollInterval"] = "00:00:00.02",
        ["Live:DiscoverInterval"] = "00:00:00.02",
        ["Live:RenewInterval"] = "00:00:00.02",
        ["Live:PageSize"] = "500",
        ["urls"] = "http://127.0.0.1:0",
    };

    public IServiceProvider Services => app!.Services;

    public Uri Address => new(app!.Urls.First());

    /// <summary>With the key.</summary>
    public HttpClient Client { get; private set; } = null!;

    public FakeCheckpoints Checkpoints { get; } = new();

    /// <summary>Without.</summary>
    public HttpClient Stranger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        app = Program.Build([.. Settings.Select(s => $"--{s.Key}={s.Value}")], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
            builder.Services.AddSingleton<ICluster>(Cluster);
            builder.Services.AddSingleton<IWholeHistory>(History);
            builder.Services.AddSingleton<ISharedHistory>(Shared);
            builder.Services.AddSingleton<IShipmentOwners>(Shared);
            builder.Services.AddSingleton<IKeyQueries>(Cluster.Keys);
            builder.Services.AddSingleton<IAuditQueries>(Cluster.Audit);
            builder.Services.AddSingleton<ICheckpointQueries>(Checkpoints);
            builder.Services.AddSingleton<IWebhookQueries>(Cluster.Webhooks);
            builder.Services.AddSingleton<IDeadLetterQueries>(DeadLetters);
            var connecting = builder.Services.Last(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == typeof(ClusterConnection));
            builder.Services.Remove(connecting);
        });
        await app.StartAsync();
        Client = new HttpClient { BaseAddress = Address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public async Task DisposeAsync()
    {
        if (app is null) return;
        Client.Dispose();
        Stranger.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    /// <summary>With a key of a role that was issued as everybody's are.</summary>
    public async Task<HttpClient> ClientOf(Role role, string? carrier = null) => ClientWith(await NewKey(role, carrier));

    public HttpClient ClientWith(string key)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async Task<string> NewKey(Role role, string? carrier = null, DateTimeOffset? expiresAt = null)
    {
        var (response, body) = await Post("/api/v1/keys", JsonSerializer.Serialize(
            new { name = $"a {role.Word()}", role = role.Word(), carrier = role == Role.Carrier ? carrier ?? Samples.Shipment.Carrier : null, expiresAt }));
        response.StatusCode.Should().Be(System.Net.HttpStatusCode.Created);
        return body.GetProperty("key").GetString()!;
    }

    public HubConnection Hub(string? key = Key) => new HubConnectionBuilder()
        .WithUrl(new Uri(Address, "/live"), (HttpConnectionOptions options) => options.AccessTokenProvider = () => Task.FromResult(key))
        .AddJsonProtocol(json => ApiJson.Apply(json.PayloadSerializerOptions))
        .Build();

    public async Task<(HttpResponseMessage Response, JsonElement Body)> Get(string path) => await Read(await Client.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<(HttpResponseMessage Response, JsonElement Body)> Post(string path, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await Read(await Client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    public static async Task<(HttpResponseMessage Response, JsonElement Body)> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return (response, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}
