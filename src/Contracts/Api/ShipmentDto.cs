namespace ShipmentTracker.Contracts.Api;

/// <summary>Where a shipment is in its life.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CamelCaseEnumConverter<ShipmentStatusDto>))]
public enum ShipmentStatusDto
{
    Registered,
    InTransit,
    Arrived,
    Closed,
}

/// <summary>One supervised movement under one customs declaration.</summary>
public sealed record ShipmentDto
{
    /// <summary>Its number, such as <c>2026-000123</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Number of the customs declaration.</summary>
    public required string Declaration { get; init; }

    public required string Carrier { get; init; }
    public required ShipmentStatusDto Status { get; init; }

    /// <summary>The vehicle's plate.</summary>
    public required string Vehicle { get; init; }

    /// <summary>Container numbers after ISO 6346.</summary>
    public required IReadOnlyList<string> Containers { get; init; }

    /// <summary>Device numbers of the seals.</summary>
    public required IReadOnlyList<string> Seals { get; init; }

    /// <summary>UN/LOCODE of the office of departure.</summary>
    public required string Origin { get; init; }

    /// <summary>UN/LOCODE of the office of destination.</summary>
    public required string Destination { get; init; }

    /// <summary>The planned route; null in lists, where hundreds of routes would be megabytes.</summary>
    public LineStringDto? Route { get; init; }

    /// <summary>How far from the route is still right, in metres.</summary>
    public required double ToleranceM { get; init; }

    /// <summary>Where the vehicle may stop on its way, and where it must not be; null in lists.</summary>
    public IReadOnlyList<ZoneDto>? Zones { get; init; }

    /// <summary>Limits of its own in place of the default ones; null in lists.</summary>
    public ShipmentLimitsDto? Limits { get; init; }

    public DateTimeOffset? Deadline { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public DateTimeOffset? DepartedAt { get; init; }
    public DateTimeOffset? ArrivedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Version of its history stream.</summary>
    public required long Version { get; init; }
}
