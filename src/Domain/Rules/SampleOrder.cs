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
        a.At == b.At && a.GetType() == b.GetType() && ((a.Seq is { } n && n == b.Seq) || CompareContent(a, b) == 0);

    public int Compare(Sample? x, Sample? y)
    {
        var order = x!.At.CompareTo(y!.At);
        if (order == 0)
            order = Nullable.Compare(x.Seq, y.Seq);
        return order == 0 ? CompareContent(x, y) : order;
    }

    // Any total order will do, as long as it leaves no value out: readings that a rule could tell apart must not change places.
    static int CompareContent(Sample x, Sample y)
    {
        var order = Nullable.Compare(x.Lat, y.Lat);
        if (order == 0)
            order = Nullable.Compare(x.Lon, y.Lon);
        return order != 0 ? order : (x, y) switch
        {
            (PositionSample a, PositionSample b) => (a.SpeedKph, a.HeadingDeg, a.AccuracyM).CompareTo((b.SpeedKph, b.HeadingDeg, b.AccuracyM)),
            (SealSample a, SealSample b) => CompareSeals(a, b),
            (SensorSample a, SensorSample b) => (a.TemperatureC, a.HumidityPct, a.ShockG, a.DoorOpen, a.LightLux, a.BatteryPct)
                .CompareTo((b.TemperatureC, b.HumidityPct, b.ShockG, b.DoorOpen, b.LightLux, b.BatteryPct)),
            _ => Kind(x).CompareTo(Kind(y)),
        };
    }

    static int CompareSeals(SealSample a, SealSample b)
    {
        var order = (a.Event, a.BatteryPct).CompareTo((b.Event, b.BatteryPct));
        return order == 0 ? string.CompareOrdinal(a.Operator, b.Operator) : order;
    }

    static int Kind(Sample s) => s switch
    {
        PositionSample => 0,
        SealSample => 1,
        _ => 2,
    };
}
