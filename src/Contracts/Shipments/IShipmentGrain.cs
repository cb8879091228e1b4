using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Contracts.Shipments;

/// <summary>Numbers new shipments and registers them.</summary>
[Alias("shiptrack.IShipmentDeskGrain")]
public interface IShipmentDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Registers a shipment under a new number such as <c>2026-000123</c>.</summary>
    [Alias("Register")]
    ValueTask<Outcome<ShipmentInfo>> Register(RegisterShipment command, CancellationToken cancellationToken);
}

/// <summary>One supervised movement under one declaration; the key is its number.</summary>
[Alias("shiptrack.IShipmentGrain")]
public interface IShipmentGrain : IGrainWithStringKey
{
    [Alias("Register")]
    ValueTask<Outcome<ShipmentInfo>> Register(RegisterShipment command, CancellationToken cancellationToken);

    /// <summary>Hands their duties to its vehicle, containers and seals; refused as a whole when one of them is on another shipment.</summary>
    [Alias("Depart")]
    ValueTask<Outcome<ShipmentInfo>> Depart(ShipmentStep command, CancellationToken cancellationToken);

    [Alias("Arrive")]
    ValueTask<Outcome<ShipmentInfo>> Arrive(ShipmentStep command, CancellationToken cancellationToken);

    /// <summary>Ends it and takes the duties back.</summary>
    [Alias("Close")]
    ValueTask<Outcome<ShipmentInfo>> Close(ShipmentStep command, CancellationToken cancellationToken);

    /// <summary>Allows one of its seals to be opened at a place and for a time.</summary>
    [Alias("AuthoriseUnlock")]
    ValueTask<Outcome<ShipmentInfo>> AuthoriseUnlock(string seal, AuthoriseUnlock command, CancellationToken cancellationToken);

    /// <summary>What it is; null when no such shipment was registered.</summary>
    [Alias("GetInfo")]
    ValueTask<ShipmentInfo?> GetInfo(CancellationToken cancellationToken);
}

/// <summary>A new shipment as its carrier or an officer states it; checked by the domain.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.RegisterShipment")]
public sealed record RegisterShipment
{
    [Id(0)] public string? Declaration { get; init; }
    [Id(1)] public string? Carrier { get; init; }

    /// <summary>UN/LOCODE of the office of departure.</summary>
    [Id(2)] public string? Origin { get; init; }

    /// <summary>UN/LOCODE of the office of destination.</summary>
    [Id(3)] public string? Destination { get; init; }

    [Id(4)] public ImmutableArray<GeoPoint> Route { get; init; } = [];

    /// <summary>How far from the route is still right, in metres.</summary>
    [Id(5)] public double? ToleranceM { get; init; }

    /// <summary>Plate, with or without <c>vehicle/</c>, spaces, dots and dashes.</summary>
    [Id(6)] public string? Vehicle { get; init; }

    [Id(7)] public ImmutableArray<string> Containers { get; init; } = [];
    [Id(8)] public ImmutableArray<string> Seals { get; init; } = [];
    [Id(9)] public DateTimeOffset? Deadline { get; init; }

    /// <summary>How long the vehicle and containers may be silent; null: the default.</summary>
    [Id(10)] public TimeSpan? SignalLostAfter { get; init; }

    /// <summary>How long a seal may be silent; null: the default.</summary>
    [Id(11)] public TimeSpan? SealSilenceAfter { get; init; }

    [Id(12)] public required string By { get; init; }

    /// <summary>Where the vehicle may stop, and where it must not be.</summary>
    [Id(13)] public ImmutableArray<ShipmentZone> Zones { get; init; } = [];

    /// <summary>How long the vehicle may stand outside its stop zones; null: the default if it has any, otherwise as long as it likes.</summary>
    [Id(14)] public TimeSpan? StopAfter { get; init; }
}

/// <summary>A step in the life of a shipment.</summary>
/// <param name="At">When it really happened, if stated; null: now.</param>
/// <param name="By">Who says so.</param>
/// <param name="Note">What they noted.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.ShipmentStep")]
public sealed record ShipmentStep([property: Id(0)] DateTimeOffset? At, [property: Id(1)] string By, [property: Id(2)] string? Note);

/// <summary>Where a shipment is in its life.</summary>
public enum ShipmentStatus
{
    Registered,
    InTransit,
    Arrived,
    Closed,
}

/// <summary>A shipment as its grain knows it.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.ShipmentInfo")]
public sealed record ShipmentInfo
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Declaration { get; init; }
    [Id(2)] public required string Carrier { get; init; }
    [Id(3)] public required ShipmentStatus Status { get; init; }
    [Id(4)] public required string Origin { get; init; }
    [Id(5)] public required string Destination { get; init; }
    [Id(6)] public required ImmutableArray<GeoPoint> Route { get; init; }
    [Id(7)] public required double ToleranceM { get; init; }
    [Id(8)] public required AssetId Vehicle { get; init; }
    [Id(9)] public required ImmutableArray<AssetId> Containers { get; init; }
    [Id(10)] public required ImmutableArray<AssetId> Seals { get; init; }
    [Id(11)] public DateTimeOffset? Deadline { get; init; }
    [Id(12)] public required DateTimeOffset RegisteredAt { get; init; }
    [Id(13)] public DateTimeOffset? DepartedAt { get; init; }
    [Id(14)] public DateTimeOffset? ArrivedAt { get; init; }
    [Id(15)] public DateTimeOffset? ClosedAt { get; init; }
    [Id(16)] public required long Version { get; init; }
    [Id(17)] public required ImmutableArray<ShipmentZone> Zones { get; init; }

    /// <summary>As stated at its registration.</summary>
    [Id(18)] public TimeSpan? SignalLostAfter { get; init; }

    /// <inheritdoc cref="SignalLostAfter"/>
    [Id(19)] public TimeSpan? SealSilenceAfter { get; init; }

    /// <inheritdoc cref="SignalLostAfter"/>
    [Id(20)] public TimeSpan? StopAfter { get; init; }
}
