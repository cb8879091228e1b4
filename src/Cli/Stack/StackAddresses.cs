using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShipmentTracker.Cli.Stack;

/// <summary>Where the running stack is reached, and with which key: the content of <c>.local/stack.json</c>.</summary>
/// <param name="Api">Base address of the API, e.g. <c>http://127.0.0.1:8080</c>.</param>
/// <param name="Kafka">Bootstrap servers, e.g. <c>127.0.0.1:9092</c>.</param>
/// <param name="Postgres">Npgsql connection string of the history.</param>
/// <param name="ApiKey">The administrator's key.</param>
public sealed record StackAddresses(string Api, string Kafka, string Postgres, string ApiKey)
{
    /// <summary>Publishes the addresses; readable by the owner alone, since the key is among them.</summary>
    public void Save(string path) => SecretFile.Write(path, JsonSerializer.Serialize(this, StackAddressesJson.Default.StackAddresses) + "\n");

    /// <summary>What <see cref="Save"/> wrote.</summary>
    /// <exception cref="StackException">The file says nothing.</exception>
    public static StackAddresses Load(string path) =>
        JsonSerializer.Deserialize(File.ReadAllText(path), StackAddressesJson.Default.StackAddresses)
        ?? throw new StackException($"{path} is empty; is the stack running?");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StackAddresses))]
sealed partial class StackAddressesJson : JsonSerializerContext;
