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

    /// <summary>Where the vehicle may stop on its way, and where it must not be.</summary>
    public IReadOnlyList<ZoneRequest?>? Zones { get; init; }

    /// <summary>Limits of its own in place of the default ones.</summary>
    public ShipmentLimitsDto? Limits { get; init; }
}

/// <summary>A place that matters on the way, as a client wrote it.</summary>
public sealed record ZoneRequest
{
    /// <summary>What people call it; no two of a shipment may be called the same.</summary>
    public string? Name { get; init; }

    /// <summary><c>stop</c>: the vehicle may stop here. <c>prohibited</c>: neither it nor its containers may be here. Draw those at least
    /// 100 m wide: a fix counts when it is deeper inside than its receiver may be off.</summary>
    public string? Kind { get; init; }

    public PolygonRequest? Area { get; init; }
}

/// <summary>How long something may last before an alert is raised.</summary>
public sealed record ShipmentLimitsDto
{
    /// <summary>How long nothing may be heard of the vehicle and the containers, in seconds.</summary>
    public double? SignalLostSeconds { get; init; }

    /// <summary>How long nothing may be heard of a seal, in seconds.</summary>
    public double? SealSilenceSeconds { get; init; }

    /// <summary>
    /// How long the vehicle may stand outside its stop zones and the ends of its route, in seconds. Left out: the default if it has stop zones, otherwise that is
    /// not judged.
    /// </summary>
    public double? StopSeconds { get; init; }
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

    /// <summary>How far from the place still counts, in metres, at most 20,000; left out: 500.</summary>
    public double? RadiusM { get; init; }

    /// <summary>From when on; left out: now.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? Note { get; init; }
}
