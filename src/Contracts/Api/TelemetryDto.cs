namespace ShipmentTracker.Contracts.Api;

/// <summary>A message as it is on its Kafka topic, with the topic's name. Unknown fields are left out.</summary>
public sealed record TelemetryMessageDto
{
    /// <summary>tracking.positions, tracking.seals or tracking.sensors.</summary>
    public required string Topic { get; init; }

    /// <summary>Such as vehicle/29H81234.</summary>
    public required string Asset { get; init; }

    /// <summary>Device time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Degrees, WGS 84; required for positions.</summary>
    public double? Lat { get; init; }

    /// <summary>Degrees, WGS 84; required for positions.</summary>
    public double? Lon { get; init; }

    /// <summary>The device's own message number.</summary>
    public long? Seq { get; init; }

    /// <summary>Positions: ground speed in km/h.</summary>
    public double? SpeedKph { get; init; }

    /// <summary>Positions: degrees clockwise from true north.</summary>
    public double? HeadingDeg { get; init; }

    /// <summary>Positions: radius of uncertainty in metres.</summary>
    public double? AccuracyM { get; init; }

    /// <summary>Seals, required: sealed, opened, unlocked, tampered, cut, heartbeat, lowBattery or faulty.</summary>
    public string? Event { get; init; }

    /// <summary>Seals: who opened or unlocked it.</summary>
    public string? Operator { get; init; }

    /// <summary>Seals and sensors: percent.</summary>
    public double? BatteryPct { get; init; }

    /// <summary>Sensors: degrees Celsius.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>Sensors: relative humidity in percent.</summary>
    public double? HumidityPct { get; init; }

    /// <summary>Sensors: largest acceleration since the sample before, in g.</summary>
    public double? ShockG { get; init; }

    /// <summary>Sensors: whether the door is open.</summary>
    public bool? DoorOpen { get; init; }

    /// <summary>Sensors: lux.</summary>
    public double? LightLux { get; init; }
}

/// <summary>What became of posted telemetry.</summary>
/// <param name="Accepted">Messages that the broker has acknowledged.</param>
/// <param name="Errors">Those that cannot be used, and what to mend; the others are in.</param>
public sealed record TelemetryReceiptDto(int Accepted, IReadOnlyList<TelemetryErrorDto> Errors);

/// <summary>A message that cannot be used.</summary>
/// <param name="Item">Its place in the post, counted from 0.</param>
/// <param name="Message">What to mend.</param>
public sealed record TelemetryErrorDto(int Item, string Message);
