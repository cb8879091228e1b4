namespace ShipmentTracker.Contracts.Api;

/// <summary>What is known of an asset: now, or at a past moment.</summary>
public sealed record AssetDto
{
    /// <summary><c>vehicle/29H81234</c>, <c>container/MSKU9070323</c> or <c>seal/VN0012345</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Device time of its newest reading.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When the broker last received anything of it.</summary>
    public DateTimeOffset? LastHeardAt { get; init; }

    /// <summary>The newest position that can be believed.</summary>
    public LastPositionDto? LastPosition { get; init; }

    /// <summary>The shipment it is on duty for.</summary>
    public string? Shipment { get; init; }

    /// <summary>Readings in its history.</summary>
    public required long Readings { get; init; }

    /// <summary>Readings its device sent again.</summary>
    public required long Duplicates { get; init; }

    /// <summary>A seal's state: sealed, opened, unlocked, tampered or cut.</summary>
    public string? SealState { get; init; }

    /// <summary>The newest value of each sensor.</summary>
    public SensorsDto? Sensors { get; init; }

    /// <summary>Alerts that are open or acknowledged.</summary>
    public required IReadOnlyList<AlertDto> OpenAlerts { get; init; }

    /// <summary>Version of its history stream.</summary>
    public required long Version { get; init; }
}

/// <summary>Where an asset was, and how it moved.</summary>
/// <param name="At">Device time.</param>
/// <param name="Lat">Latitude in degrees, WGS 84.</param>
/// <param name="Lon">Longitude in degrees, WGS 84.</param>
/// <param name="SpeedKph">Ground speed in km/h.</param>
/// <param name="HeadingDeg">Direction in degrees clockwise from true north.</param>
public sealed record LastPositionDto(DateTimeOffset At, double Lat, double Lon, double? SpeedKph, double? HeadingDeg);

/// <summary>The newest value of each sensor.</summary>
/// <param name="At">Device time of the newest sample.</param>
/// <param name="TemperatureC">Degrees Celsius.</param>
/// <param name="HumidityPct">Relative humidity in percent.</param>
/// <param name="ShockG">Largest acceleration since the sample before, in g.</param>
/// <param name="DoorOpen">Whether the door stands open.</param>
/// <param name="LightLux">Light inside, in lux.</param>
/// <param name="BatteryPct">Charge of the battery in percent.</param>
public sealed record SensorsDto(
    DateTimeOffset At, double? TemperatureC, double? HumidityPct, double? ShockG, bool? DoorOpen, double? LightLux, double? BatteryPct);
