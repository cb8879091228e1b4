using System.Text.Json;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>The addresses of the local stack, as it writes them to <c>.local/stack.json</c> once it is ready.</summary>
public sealed record StackFile(Uri Api, string Kafka, string ApiKey)
{
    /// <summary>The file of the stack that was started here or in a folder above; null if there is none.</summary>
    /// <exception cref="JsonException">The file is not what it should be.</exception>
    public static StackFile? Find() => Above.Find(Path.Combine(".local", "stack.json")) is { } file
        ? JsonSerializer.Deserialize<StackFile>(File.ReadAllText(file), JsonSerializerOptions.Web)
        : null;
}
