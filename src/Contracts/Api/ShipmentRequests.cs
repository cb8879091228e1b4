namespace ShipmentTracker.Contracts.Api;

/// <summary>Registers a shipment.</summary>
public sealed record RegisterShipmentRequest
{
    /// <summary>Number of the customs declaration.</summary>
    public string? Declaration { get; init; }

    public string? Carrier { get; init; }

    /// <summary>UN/LOCODE of the office of departure.</summary>
    public string? Origin { get; init; }

    /// <summary>UN/LOCODE of the office of destination.</summary>
    public string? Destination { get; init; }

    /// <summary>The planned route.</summary>
    public LineStringRequest? Route { get; init; }

    /// <summary>How far from the route is still right, in metres.</summary>
    public double? ToleranceM { get; init; }

    /// <summary>Plate: <c>29H81234</c>, or <c>vehicle/29H81234</c>.</summary>
    public string? Vehicle { get; init; }

    /// <summary>Container numbers after ISO 6346, with or without <c>container/</c>.</summary>
    public IReadOnlyList<string?>? Containers { get; init; }

    /// <summary>Device numbers of the seals, with or without <c>seal/</c>.</summary>
    public IReadOnlyList<string?>? Seals { get; init; }

    /// <summary>When it must have arrived.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Limits of its own in place of the default ones.</summary>
    public ShipmentLimitsRequest? Limits { get; init; }
}

/// <summary>How long nothing may be heard before an alert is raised.</summary>
public sealed record ShipmentLimitsRequest
{
    /// <summary>For the vehicle and the containers, in seconds.</summary>
    public double? SignalLostSeconds { get; init; }

    /// <summary>For the seals, in seconds.</summary>
    public double? SealSilenceSeconds { get; init; }
}

/// <summary>A step in the life of a shipment; all of it may be left out.</summary>
public sealed record ShipmentStepRequest
{
    /// <summary>When it really happened; not in the future. Left out: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Who did it on the spot.</summary>
    public string? Operator { get; init; }

    public string? Note { get; init; }
}

/// <summary>Allows a seal of the shipment to be opened at a place and for a time.</summary>
public sealed record AuthoriseUnlockRequest
{
    /// <summary>Device number of the seal, with or without <c>seal/</c>.</summary>
    public string? Seal { get; init; }

    /// <summary>Latitude of the place in degrees, WGS 84.</summary>
    public double? Lat { get; init; }

    /// <summary>Longitude of the place in degrees, WGS 84.</summary>
    public double? Lon { get; init; }

    /// <summary>How far from the place still counts, in metres; left out: 500.</summary>
    public double? RadiusM { get; init; }

    /// <summary>From when on; left out: now.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? Note { get; init; }
}
