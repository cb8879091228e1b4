using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// The order in which readings are judged: device time, then the device's number, then content, so that it does not depend on the order of arrival.
/// </summary>
public sealed class SampleOrder : IComparer<Sample>
{
    public static readonly SampleOrder Instance = new();

    /// <summary>Whether one reading is the other sent again: same kind and time, and same number or same values.</summary>
    public static bool IsRepeat(Sample a, Sample b) =>
        a.At == b.At && a.GetType() == b.GetType() && ((a.Seq is { } n && n == b.Seq) || Values(a) == Values(b));

    public int Compare(Sample? x, Sample? y)
    {
        var order = x!.At.CompareTo(y!.At);
        if (order != 0)
            return order;
        order = Nullable.Compare(x.Seq, y.Seq);
        return order != 0 ? order : Content(x).CompareTo(Content(y));
    }

    static Sample Values(Sample s) => s with { DelayMs = 0, Seq = null, Mark = SampleMark.None };

    // Only readings of one moment and one number come this far; any total order over their content will do.
    static (int Kind, double? A, double? B, double? C, double? D) Content(Sample s) => s switch
    {
        PositionSample p => (0, p.Lat, p.Lon, p.SpeedKph, p.HeadingDeg),
        SealSample e => (1, (int)e.Event, e.Lat, e.Lon, e.BatteryPct),
        SensorSample v => (2, v.TemperatureC, v.HumidityPct, v.ShockG, v.LightLux),
        _ => (3, null, null, null, null),
    };
}
