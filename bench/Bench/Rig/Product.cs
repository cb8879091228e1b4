using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Postgres;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History;

namespace ShipmentTracker.Bench.Rig;

/// <summary>The whole product on a database of its own: silo and API as processes.</summary>
sealed class Product : IAsyncDisposable
{
    const string Key = "stk_bench_0123456789abcdef0123456789abcdef";

    readonly ServiceProvider reading;

    Product(string database, PrivatePostgres postgres, Broker broker, string folder)
    {
        (Postgres, Broker) = (postgres, broker);
        Dictionary<string, string> environment = new(broker.Settings)
        {
            ["ConnectionStrings__History"] = postgres.ConnectionString(database),
            ["Kafka__BootstrapServers"] = broker.Bootstraps,
            ["Api__AdministratorKey"] = Key,
        };
        Silo = HostedProcess.Silo(folder, environment);
        Api = HostedProcess.Api(folder, environment);
        Http = new HttpClient { BaseAddress = new Uri(Api.Address, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        ConnectionString = postgres.ConnectionString(database);
        Database = NpgsqlDataSource.Create(ConnectionString);
        reading = new ServiceCollection().AddHistoryReader(ConnectionString).BuildServiceProvider();
    }

    public PrivatePostgres Postgres { get; }

    public Broker Broker { get; }

    public HostedProcess Silo { get; }

    public HostedProcess Api { get; }

    public HttpClient Http { get; }

    public string ConnectionString { get; }

    /// <summary>The product's database, for looking at it.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>Reads stored events through the history's own port, however they are stored.</summary>
    public IEventLog Log => reading.GetRequiredService<IEventLog>();

    /// <summary>The key of the API's administrator.</summary>
    public static string ApiKey => Key;

    /// <summary>Starts it on a new database.</summary>
    public static async Task<Product> Start(string database, PrivatePostgres postgres, Broker broker, string folder, CancellationToken cancellationToken)
    {
        await postgres.CreateDatabaseAsync(database, cancellationToken);
        var product = new Product(database, postgres, broker, folder);
        try
        {
            await product.Silo.Start(cancellationToken);
            await product.Api.Start(cancellationToken);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>POSTs JSON and wants success.</summary>
    /// <exception cref="StackException">It was refused.</exception>
    public async Task<JsonNode> Post(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await Http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new StackException($"POST {path} answered {(int)answer.StatusCode}: {text}");
    }

    /// <summary>A single value out of the product's database.</summary>
    public async Task<T?> Ask<T>(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 300;
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return await command.ExecuteScalarAsync(cancellationToken) is T found ? found : default;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Api.DisposeAsync();
        await Silo.DisposeAsync();
        await reading.DisposeAsync();
        await Database.DisposeAsync();
    }
}
