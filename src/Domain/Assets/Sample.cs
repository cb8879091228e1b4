using System.Text.Json.Serialization;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Assets;

/// <summary>A reading as it is kept.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PositionSample), "position")]
[JsonDerivedType(typeof(SealSample), "seal")]
[JsonDerivedType(typeof(SensorSample), "sensor")]
public abstract record Sample
{
    /// <summary>When it happened by the device's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long after that the broker received it, in milliseconds; negative when the device's clock runs ahead.</summary>
    public long DelayMs { get; init; }

    /// <summary>The device's own message number.</summary>
    public long? Seq { get; init; }

    /// <summary>Why it is not judged, when it is not.</summary>
    public SampleMark Mark { get; init; }

    public double? Lat { get; init; }

    public double? Lon { get; init; }

    /// <summary>When the broker received it.</summary>
    [JsonIgnore]
    public DateTimeOffset ReceivedAt => At.AddMilliseconds(DelayMs);

    /// <summary>
    /// The reading as it is judged; null when it is not. A seal that reports with a wrong clock is still believed, at the time it was received: a cut seal must
    /// not go unnoticed because of its clock.
    /// </summary>
    public Sample? AsJudged() => (Mark, this) switch
    {
        (SampleMark.None, _) => this,
        (SampleMark.Implausible, _) => this with { Mark = SampleMark.None },
        (SampleMark.ClockSkew, SealSample) => this with { At = ReceivedAt, DelayMs = 0, Mark = SampleMark.None },
        _ => null,
    };

    /// <summary>Where, when it said.</summary>
    [JsonIgnore]
    public GeoPosition? Position => Lat is { } lat && Lon is { } lon ? new GeoPosition(lat, lon) : null;
}

/// <summary>Why a reading is recorded but not judged.</summary>
public enum SampleMark
{
    /// <summary>Nothing is wrong with it.</summary>
    None,

    /// <summary>The device's clock runs ahead: its time is not to be believed.</summary>
    ClockSkew,

    /// <summary>As far as was known when it came, the asset could not have been there.</summary>
    Implausible,

    /// <summary>So much was recorded after it that the judgement is not reopened for it.</summary>
    TooLate,

    /// <summary>More readings claim its moment than a device takes in one: its clock stands still.</summary>
    ClockStopped,
}

/// <summary>A GPS fix.</summary>
public sealed record PositionSample : Sample
{
    public double? SpeedKph { get; init; }
    public double? HeadingDeg { get; init; }
    public double? AccuracyM { get; init; }
}

/// <summary>A message of an electronic seal.</summary>
public sealed record SealSample : Sample
{
    public required SealEvent Event { get; init; }
    public double? BatteryPct { get; init; }
    public string? Operator { get; init; }
}

/// <summary>A sample of the cargo's surroundings.</summary>
public sealed record SensorSample : Sample
{
    public double? TemperatureC { get; init; }
    public double? HumidityPct { get; init; }
    public double? ShockG { get; init; }
    public bool? DoorOpen { get; init; }
    public double? LightLux { get; init; }
    public double? BatteryPct { get; init; }
}
