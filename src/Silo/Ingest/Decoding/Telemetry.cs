using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Silo.Ingest.Decoding;

/// <summary>A message that is valid in itself, as its bytes tell it; all it lacks is where in the log it was found. Units and ranges are those of <see cref="Reading"/>.</summary>
struct Telemetry
{
    uint seen;

    public TelemetryTopic Topic;
    public AssetId Asset;
    public DateTimeOffset? At;
    public double? Lat;
    public double? Lon;
    public long? Seq;
    public double? SpeedKph;
    public double? HeadingDeg;
    public double? AccuracyM;
    public SealEvent? Event;
    public double? BatteryPct;
    public string? Operator;
    public double? TemperatureC;
    public double? HumidityPct;
    public double? ShockG;
    public bool? DoorOpen;
    public double? LightLux;

    /// <summary>False when the field was seen before.</summary>
    public bool Note(TelemetryField field)
    {
        var bit = 1u << (int)field;
        if ((seen & bit) != 0) return false;
        seen |= bit;
        return true;
    }

    /// <summary>What its asset's grain is told.</summary>
    /// <param name="receivedAt">When the broker received it.</param>
    /// <param name="offset">Its offset in the partition.</param>
    public readonly Reading ToReading(DateTimeOffset receivedAt, long offset) => Topic switch
    {
        TelemetryTopic.Positions => new PositionReading
        {
            At = At!.Value,
            ReceivedAt = receivedAt,
            Offset = offset,
            Seq = Seq,
            Lat = Lat,
            Lon = Lon,
            SpeedKph = SpeedKph,
            HeadingDeg = HeadingDeg,
            AccuracyM = AccuracyM,
        },
        TelemetryTopic.Seals => new SealReading
        {
            At = At!.Value,
            ReceivedAt = receivedAt,
            Offset = offset,
            Seq = Seq,
            Lat = Lat,
            Lon = Lon,
            Event = Event!.Value,
            BatteryPct = BatteryPct,
            Operator = Operator,
        },
        _ => new SensorReading
        {
            At = At!.Value,
            ReceivedAt = receivedAt,
            Offset = offset,
            Seq = Seq,
            Lat = Lat,
            Lon = Lon,
            TemperatureC = TemperatureC,
            HumidityPct = HumidityPct,
            ShockG = ShockG,
            DoorOpen = DoorOpen,
            LightLux = LightLux,
            BatteryPct = BatteryPct,
        },
    };
}
