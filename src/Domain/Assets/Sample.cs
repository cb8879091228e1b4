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
    // Every reading there is goes through one of these: no room for what is always zero or can be told by one bit.
    internal readonly long Ticks;
    internal readonly long Number;
    internal readonly double LatDeg;
    internal readonly double LonDeg;

    /// <summary>Which of the values that may be missing are there; one that is not is zero.</summary>
    internal Parts Has;

    /// <summary>When it happened by the device's clock.</summary>
    public required DateTimeOffset At { get => new(Ticks, TimeSpan.Zero); init => Ticks = value.UtcTicks; }

    /// <summary>How long after that the broker received it, in milliseconds; negative when the device's clock runs ahead.</summary>
    public long DelayMs { get; init; }

    /// <summary>The device's own message number.</summary>
    public long? Seq
    {
        get => (Has & Parts.Seq) != 0 ? Number : null;
        init => Number = Note(Parts.Seq, value.HasValue) ? value.GetValueOrDefault() : 0;
    }

    /// <summary>Why it is not judged, when it is not.</summary>
    public SampleMark Mark { get; init; }

    public double? Lat { get => Get(LatDeg, Parts.Lat); init => LatDeg = Set(value, Parts.Lat); }

    public double? Lon { get => Get(LonDeg, Parts.Lon); init => LonDeg = Set(value, Parts.Lon); }

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
    public GeoPosition? Position => (Has & Parts.Position) == Parts.Position ? new GeoPosition(LatDeg, LonDeg) : null;

    private protected double? Get(double value, Parts part) => (Has & part) != 0 ? value : null;

    private protected double Set(double? value, Parts part) => Note(part, value.HasValue) ? value.GetValueOrDefault() : 0;

    private protected bool Note(Parts part, bool isThere)
    {
        Has = isThere ? Has | part : Has & ~part;
        return isThere;
    }

    /// <summary>Values of a sample that may be missing. What the numbered ones are depends on its kind.</summary>
    [Flags]
    internal enum Parts : ushort
    {
        None = 0,
        Seq = 1,
        Lat = 2,
        Lon = 4,
        Position = Lat | Lon,
        First = 8,
        Second = 16,
        Third = 32,
        Fourth = 64,
        Fifth = 128,
        Door = 256,
        DoorOpen = 512,
    }
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
    internal readonly double Speed;
    internal readonly double Heading;
    internal readonly double Accuracy;

    public double? SpeedKph { get => Get(Speed, Parts.First); init => Speed = Set(value, Parts.First); }
    public double? HeadingDeg { get => Get(Heading, Parts.Second); init => Heading = Set(value, Parts.Second); }
    public double? AccuracyM { get => Get(Accuracy, Parts.Third); init => Accuracy = Set(value, Parts.Third); }
}

/// <summary>A message of an electronic seal.</summary>
public sealed record SealSample : Sample
{
    internal readonly double Battery;

    public required SealEvent Event { get; init; }
    public double? BatteryPct { get => Get(Battery, Parts.First); init => Battery = Set(value, Parts.First); }
    public string? Operator { get; init; }
}

/// <summary>A sample of the cargo's surroundings.</summary>
public sealed record SensorSample : Sample
{
    internal readonly double Temperature;
    internal readonly double Humidity;
    internal readonly double Shock;
    internal readonly double Light;
    internal readonly double Battery;

    public double? TemperatureC { get => Get(Temperature, Parts.First); init => Temperature = Set(value, Parts.First); }
    public double? HumidityPct { get => Get(Humidity, Parts.Second); init => Humidity = Set(value, Parts.Second); }
    public double? ShockG { get => Get(Shock, Parts.Third); init => Shock = Set(value, Parts.Third); }

    public bool? DoorOpen
    {
        get => (Has & Parts.Door) != 0 ? (Has & Parts.DoorOpen) != 0 : null;
        init => Note(Parts.DoorOpen, Note(Parts.Door, value.HasValue) && value.GetValueOrDefault());
    }

    public double? LightLux { get => Get(Light, Parts.Fourth); init => Light = Set(value, Parts.Fourth); }
    public double? BatteryPct { get => Get(Battery, Parts.Fifth); init => Battery = Set(value, Parts.Fifth); }
}
