namespace ShipmentTracker.Contracts.Api;

/// <summary>A place that matters on a shipment's way.</summary>
public sealed record ZoneDto
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    public required ZoneKindDto Kind { get; init; }
    public required PolygonDto Area { get; init; }
}

/// <summary>What a zone means.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CamelCaseEnumConverter<ZoneKindDto>))]
public enum ZoneKindDto
{
    /// <summary>The vehicle may stop here.</summary>
    Stop,

    /// <summary>The vehicle and its containers must not be here.</summary>
    Prohibited,
}
