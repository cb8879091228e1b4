using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Writes an enum's names in camelCase, and takes no numbers.</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
