namespace ShipmentTracker.Contracts.Assets;

/// <summary>One sample of one asset, decoded and valid in itself, on its way from Kafka to the asset's grain.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.Reading")]
public abstract record Reading
{
    /// <summary>When it happened by the device's own clock.</summary>
    [Id(0)] public required DateTimeOffset At { get; init; }

    /// <summary>When the broker received it (or the silo, where the broker does not stamp arrival).</summary>
    [Id(1)] public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Its offset within the partition the batch came from.</summary>
    [Id(2)] public required long Offset { get; init; }

    /// <summary>The device's own message number, when it has one.</summary>
    [Id(3)] public long? Seq { get; init; }

    /// <summary>Latitude in degrees, WGS 84, -90 to 90; given together with <see cref="Lon"/> or not at all.</summary>
    [Id(4)] public double? Lat { get; init; }

    /// <summary>Longitude in degrees, WGS 84, -180 to 180.</summary>
    [Id(5)] public double? Lon { get; init; }
}

/// <summary>A GPS fix (<c>tracking.positions</c>); <see cref="Reading.Lat"/> and <see cref="Reading.Lon"/> are always given.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.PositionReading")]
public sealed record PositionReading : Reading
{
    /// <summary>Ground speed in km/h.</summary>
    [Id(0)] public double? SpeedKph { get; init; }

    /// <summary>Direction of movement in degrees clockwise from true north, 0 to 360.</summary>
    [Id(1)] public double? HeadingDeg { get; init; }

    /// <summary>Radius of uncertainty in metres.</summary>
    [Id(2)] public double? AccuracyM { get; init; }
}

/// <summary>What an electronic seal reports (<c>tracking.seals</c>); states after ISO 18185.</summary>
public enum SealEvent
{
    /// <summary>Closed and armed.</summary>
    Sealed,

    /// <summary>Opened.</summary>
    Opened,

    /// <summary>Unlocked by an operator or a remote command.</summary>
    Unlocked,

    /// <summary>Somebody meddles with it.</summary>
    Tampered,

    /// <summary>The bolt or wire is cut.</summary>
    Cut,

    /// <summary>A sign of life, state unchanged.</summary>
    Heartbeat,

    /// <summary>The battery is low, state unchanged.</summary>
    LowBattery,

    /// <summary>The device reports a defect of its own, state unchanged.</summary>
    Faulty,
}

/// <summary>A message of an electronic seal.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.SealReading")]
public sealed record SealReading : Reading
{
    /// <summary>What happened.</summary>
    [Id(0)] public required SealEvent Event { get; init; }

    /// <summary>Charge of the battery in percent, 0 to 100.</summary>
    [Id(1)] public double? BatteryPct { get; init; }

    /// <summary>Who operated it, as the device knows them.</summary>
    [Id(2)] public string? Operator { get; init; }
}

/// <summary>A sample of the cargo's surroundings (<c>tracking.sensors</c>); at least one value is given.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.SensorReading")]
public sealed record SensorReading : Reading
{
    /// <summary>Degrees Celsius.</summary>
    [Id(0)] public double? TemperatureC { get; init; }

    /// <summary>Relative humidity in percent, 0 to 100.</summary>
    [Id(1)] public double? HumidityPct { get; init; }

    /// <summary>Largest acceleration since the last sample, in g.</summary>
    [Id(2)] public double? ShockG { get; init; }

    /// <summary>Whether the door stands open.</summary>
    [Id(3)] public bool? DoorOpen { get; init; }

    /// <summary>Light inside, in lux.</summary>
    [Id(4)] public double? LightLux { get; init; }

    /// <summary>Charge of the battery in percent, 0 to 100.</summary>
    [Id(5)] public double? BatteryPct { get; init; }
}
