using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ShipmentTracker.Cli.Stack.Postgres;

namespace ShipmentTracker.Integration.Tests.Product;

/// <summary>The whole product, each part a process of its own, with a database and a broker that belong to one test alone.</summary>
sealed class RunningProduct : IAsyncDisposable
{
    const string Key = "stk_integration_tests_0123456789abcdef";

    readonly string folder;
    readonly Dictionary<string, string> environment;
    readonly bool ownsBroker;

    RunningProduct(string folder, PrivatePostgres postgres, Broker broker, bool ownsBroker)
    {
        (this.folder, Postgres, Broker, this.ownsBroker) = (folder, postgres, broker, ownsBroker);
        environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__History"] = postgres.ConnectionString("shiptrack"),
            ["Kafka__BootstrapServers"] = broker.Bootstraps,
            ["Api__AdministratorKey"] = Key,
            ["Ingest__FrontierEvery"] = "00:00:00.5",
        };
        foreach (var (name, value) in broker.Settings)
            environment[name] = value;
        ApiProcess = HostedProcess.Api(folder, environment);
        Http = new HttpClient { BaseAddress = new Uri(ApiProcess.Address, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Telemetry = new Telemetry(broker.Bootstraps);
    }

    public PrivatePostgres Postgres { get; }

    public Broker Broker { get; }

    public List<HostedProcess> Silos { get; } = [];

    public HostedProcess ApiProcess { get; }

    public HttpClient Http { get; }

    public Telemetry Telemetry { get; }

    public string ApiKey => Key;

    public static async Task<RunningProduct> Start(Func<string, Task<Broker>>? broker = null, int silos = 1, IReadOnlyDictionary<string, string>? serverSettings = null)
    {
        var folder = Directory.CreateTempSubdirectory("shiptrack-it-").FullName;
        var postgres = new PrivatePostgres(Path.Combine(folder, "postgres"), serverSettings: serverSettings);
        var startedBroker = broker is null ? Broker.InMemory() : await broker(folder);
        await postgres.StartAsync();
        await postgres.CreateDatabaseAsync("shiptrack");
        var product = new RunningProduct(folder, postgres, startedBroker, true);
        try
        {
            for (var i = 0; i < silos; i++)
                await product.AddSilo();
            await product.ApiProcess.Start();
            await product.ApiProcess.Ready();
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    public async Task<HostedProcess> AddSilo()
    {
        var silo = HostedProcess.Silo(folder, Silos.Count, environment);
        Silos.Add(silo);
        await silo.Start();
        await silo.Ready();
        return silo;
    }

    /// <summary>GETs JSON; null when there is none (404).</summary>
    public async Task<JsonNode?> Get(string path)
    {
        using var answer = await Http.GetAsync(path);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.Should().BeTrue("GET {0} answered {1}: {2}", path, (int)answer.StatusCode, body);
        return JsonNode.Parse(body);
    }

    /// <summary>POSTs JSON and wants success.</summary>
    public async Task<JsonNode> Post(string path, object? body = null)
    {
        using var answer = await Http.PostAsJsonAsync(path, body ?? new { });
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.Should().BeTrue("POST {0} answered {1}: {2}", path, (int)answer.StatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Registers a shipment along the 21st parallel and departs it.</summary>
    public Task<string> Depart(string vehicle, params string[] seals) => DepartWithin(null, vehicle, seals);

    /// <summary>The same with limits of its own.</summary>
    public async Task<string> DepartWithin(object? limits, string vehicle, params string[] seals)
    {
        var shipment = await Post("shipments", new
        {
            declaration = "103456789012",
            carrier = "An Phat Logistics",
            origin = "VNHPH",
            destination = "VNLGS",
            route = new { type = "LineString", coordinates = new[] { new[] { 106.0, 21.0 }, new[] { 107.0, 21.0 } } },
            toleranceM = 1000,
            vehicle,
            containers = Array.Empty<string>(),
            seals,
            limits,
        });
        var id = (string)shipment["id"]!;
        await Post($"shipments/{id}/depart");
        return id;
    }

    /// <summary>Readings of an asset in its history, by its own count.</summary>
    public async Task<long> Readings(string asset) => (long?)(await Get($"assets/{asset}"))?["readings"] ?? 0;

    /// <summary>What the stored history holds: readings in all, and how many different ones.</summary>
    public async Task<(long Readings, long Different)> StoredReadings()
    {
        await using var connection = new Npgsql.NpgsqlConnection(Postgres.ConnectionString("shiptrack"));
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            "select count(*), count(distinct (asset, seq, at)) from history.readings", connection)
        { CommandTimeout = 120 };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    public async ValueTask DisposeAsync()
    {
        Telemetry.Dispose();
        Http.Dispose();
        await ApiProcess.DisposeAsync();
        foreach (var silo in Silos)
            await silo.DisposeAsync();
        if (ownsBroker)
            await Broker.DisposeAsync();
        await Postgres.DeleteAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
