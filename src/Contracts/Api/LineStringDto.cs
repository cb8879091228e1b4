using System.Text.Json;

namespace ShipmentTracker.Contracts.Api;

/// <summary>A GeoJSON LineString (RFC 7946, section 3.1.4).</summary>
public sealed record LineStringDto
{
    /// <summary>Always <c>LineString</c>.</summary>
    public string Type { get; init; } = "LineString";

    /// <summary>Positions as [longitude, latitude], in degrees, WGS 84.</summary>
    public required IReadOnlyList<double[]> Coordinates { get; init; }
}

/// <summary>A GeoJSON LineString as a client wrote it, before anybody has looked whether it is one.</summary>
public sealed record LineStringRequest
{
    /// <summary>Must be <c>LineString</c>.</summary>
    public string? Type { get; init; }

    /// <summary>2 to 20,000 positions as [longitude, latitude], in degrees, WGS 84; an altitude is taken and not used.</summary>
    public JsonElement Coordinates { get; init; }
}
