using System.Text.Json;

namespace ShipmentTracker.Contracts.Api;

/// <summary>A GeoJSON Polygon of one ring, without holes (RFC 7946, section 3.1.6).</summary>
public sealed record PolygonDto
{
    /// <summary>Always <c>Polygon</c>.</summary>
    public string Type { get; init; } = "Polygon";

    /// <summary>One closed ring of positions as [longitude, latitude], in degrees, WGS 84.</summary>
    public required IReadOnlyList<IReadOnlyList<double[]>> Coordinates { get; init; }
}

/// <summary>A GeoJSON Polygon as a client wrote it, before anybody has looked whether it is one.</summary>
public sealed record PolygonRequest
{
    /// <summary>Must be <c>Polygon</c>.</summary>
    public string? Type { get; init; }

    /// <summary>One closed ring, no holes: 4 to 1,000 positions as [longitude, latitude], in degrees, WGS 84; an altitude is taken and not used.</summary>
    public JsonElement Coordinates { get; init; }
}
