using System.Collections.Immutable;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Contracts.Assets;

/// <summary>Puts an asset on duty for a shipment: from here on it judges its own readings by this.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.AssignDuty")]
public sealed record AssignDuty
{
    [Id(0)] public required string Shipment { get; init; }

    /// <summary>When the shipment left.</summary>
    [Id(1)] public required DateTimeOffset DepartedAt { get; init; }

    /// <summary>An officer stated the time of departure; otherwise it is the moment the command came.</summary>
    [Id(2)] public required bool DepartureStated { get; init; }

    /// <summary>The planned route; empty for assets that are not judged by it.</summary>
    [Id(3)] public required ImmutableArray<GeoPoint> Route { get; init; }

    /// <summary>How far from the route is still right, in metres.</summary>
    [Id(4)] public required double ToleranceM { get; init; }

    /// <summary>How long nothing may be heard.</summary>
    [Id(5)] public required TimeSpan SilenceLimit { get; init; }

    [Id(6)] public required string By { get; init; }

    /// <summary>Where it may stop on the route, and where it must not be.</summary>
    [Id(7)] public ImmutableArray<ShipmentZone> Zones { get; init; } = [];

    /// <summary>How long it may stand where it may not stop; null where that is not judged.</summary>
    [Id(8)] public TimeSpan? StopLimit { get; init; }
}

/// <summary>Takes an asset off duty.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.ReleaseDuty")]
public sealed record ReleaseDuty([property: Id(0)] string Shipment, [property: Id(1)] DateTimeOffset ReleasedAt, [property: Id(2)] string By);

/// <summary>Allows a seal to be opened or unlocked at a place and for a time.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.AuthoriseUnlock")]
public sealed record AuthoriseUnlock
{
    [Id(0)] public required string Shipment { get; init; }
    [Id(1)] public required GeoPoint Place { get; init; }

    /// <summary>How far from the place still counts, in metres.</summary>
    [Id(2)] public required double RadiusM { get; init; }

    [Id(3)] public required DateTimeOffset From { get; init; }
    [Id(4)] public required DateTimeOffset Until { get; init; }
    [Id(5)] public required string By { get; init; }
    [Id(6)] public string? Note { get; init; }
}

/// <summary>An officer takes on or closes an alert.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.HandleAlert")]
public sealed record HandleAlert([property: Id(0)] string AlertId, [property: Id(1)] string By, [property: Id(2)] string? Note);
