using System.Globalization;

namespace ShipmentTracker.Domain.Rules;

/// <summary>Quantities as alerts tell them.</summary>
static class Words
{
    /// <summary>Metres, from a kilometre on kilometres.</summary>
    public static string Length(double m) => m < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{m:0} m")
        : string.Create(CultureInfo.InvariantCulture, $"{m / 1000:0.0} km");

    /// <summary>Seconds, from two minutes on minutes.</summary>
    public static string Time(TimeSpan span) => span.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min");
}
