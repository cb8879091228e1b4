using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.Api.Problems;

/// <summary>Says in the client's words what is wrong with a body; the serializer's own words name .NET types.</summary>
static class JsonFaults
{
    /// <summary>The name under which faults of the body as a whole are told.</summary>
    public const string Body = "body";

    /// <summary>The field, as the client wrote it, and a sentence.</summary>
    public static (string Field, string Message) Describe(JsonException fault, Type? root)
    {
        var field = fault.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : Body;

        // The parser's faults come wrapped around the one of the reader; what does not fit its field comes alone.
        if (fault.InnerException is JsonException or InvalidOperationException && fault.InnerException.GetType().Name.Contains("Reader", StringComparison.Ordinal))
            return (Body, $"is not valid JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1})");
        if (fault.Message.StartsWith(Rfc3339.Expected, StringComparison.Ordinal))
            return (field, Rfc3339.Expected);
        if (fault.Message.Contains("uplicate", StringComparison.Ordinal))
            return (field, "is given twice");
        var expected = root is null ? null : Expected(root, fault.Path ?? "$");
        return (field, expected is null ? "has a value of the wrong type" : $"must be {expected}");
    }

    static string? Expected(Type root, string path)
    {
        var type = root;
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (ApiJson.Wire.TryGetTypeInfo(type, out var info) is false)
                return null;
            var next = step.EndsWith(']') ? info.ElementType : info.Properties.FirstOrDefault(p => p.Name == step)?.PropertyType;
            if (next is null)
                return null;
            type = next;
        }

        return Word(Nullable.GetUnderlyingType(type) ?? type);
    }

    static string? Word(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(DateTimeOffset) => "a time, like \"2026-11-22T08:15:30Z\"",
        _ when ApiJson.Wire.TryGetTypeInfo(type, out var info) => info.Kind switch
        {
            JsonTypeInfoKind.Object => "an object",
            JsonTypeInfoKind.Enumerable => "an array",
            _ => null,
        },
        _ => null,
    };
}
