using System.Text.Json.Serialization;

namespace ShipmentTracker.Contracts.Api;

/// <summary>One reading as it is kept; what it does not tell is left out.</summary>
public sealed record ReadingDto
{
    /// <summary>Device time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was recorded: what was known when is told by this one.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>position, seal or sensor.</summary>
    public required string Kind { get; init; }

    /// <summary>Why it is not judged, when it is not: implausible, clockSkew and so on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mark { get; init; }

    /// <summary>Latitude in degrees, WGS 84.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Lat { get; init; }

    /// <summary>Longitude in degrees, WGS 84.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Lon { get; init; }

    /// <summary>Ground speed in km/h.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SpeedKph { get; init; }

    /// <summary>Direction in degrees clockwise from true north.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? HeadingDeg { get; init; }

    /// <summary>Degrees Celsius.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TemperatureC { get; init; }

    /// <summary>Relative humidity in percent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? HumidityPct { get; init; }

    /// <summary>Largest acceleration since the sample before, in g.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ShockG { get; init; }

    /// <summary>Whether the door stood open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DoorOpen { get; init; }

    /// <summary>Light inside, in lux.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LightLux { get; init; }

    /// <summary>Charge of the battery in percent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BatteryPct { get; init; }

    /// <summary>What a seal reported: sealed, opened, unlocked, tampered, cut, heartbeat, lowBattery or faulty.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Event { get; init; }

    /// <summary>Who operated the seal, as the device knows them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Operator { get; init; }
}
