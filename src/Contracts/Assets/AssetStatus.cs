using System.Collections.Immutable;

namespace ShipmentTracker.Contracts.Assets;

/// <summary>What an asset's grain knows of it now.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.AssetStatus")]
public sealed record AssetStatus
{
    [Id(0)] public required AssetId Asset { get; init; }

    /// <summary>Device time of the newest reading; null when it has only a duty so far.</summary>
    [Id(1)] public DateTimeOffset? At { get; init; }

    /// <summary>When the broker last received anything of it.</summary>
    [Id(2)] public DateTimeOffset? LastHeardAt { get; init; }

    [Id(3)] public LastPosition? LastPosition { get; init; }

    /// <summary>The shipment it is on duty for.</summary>
    [Id(4)] public string? Shipment { get; init; }

    /// <summary>Readings in its history.</summary>
    [Id(5)] public required long Readings { get; init; }

    /// <summary>Readings its device sent again.</summary>
    [Id(6)] public required long Duplicates { get; init; }

    /// <summary>Alerts that are open or acknowledged.</summary>
    [Id(7)] public required ImmutableArray<AlertInfo> OpenAlerts { get; init; }

    /// <summary>A seal's state: sealed, opened, unlocked, tampered, cut; null for others and before the first word of it.</summary>
    [Id(8)] public string? SealState { get; init; }

    /// <summary>Newest sensor values, for assets that have sensors.</summary>
    [Id(9)] public SensorValues? Sensors { get; init; }

    /// <summary>Version of the asset's history stream.</summary>
    [Id(10)] public required long Version { get; init; }
}

/// <summary>The newest plausible position.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.LastPosition")]
public sealed record LastPosition(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] double Lat,
    [property: Id(2)] double Lon,
    [property: Id(3)] double? SpeedKph,
    [property: Id(4)] double? HeadingDeg);

/// <summary>The newest value of each sensor; units as in <see cref="SensorReading"/>.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.SensorValues")]
public sealed record SensorValues(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] double? TemperatureC,
    [property: Id(2)] double? HumidityPct,
    [property: Id(3)] double? ShockG,
    [property: Id(4)] bool? DoorOpen,
    [property: Id(5)] double? LightLux,
    [property: Id(6)] double? BatteryPct);
