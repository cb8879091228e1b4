using System.Text.Json.Serialization;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Geometry;

/// <summary>Where something was at a moment, as far as GPS can tell.</summary>
/// <param name="AccuracyM">Radius of uncertainty in metres; 0 when the device does not tell.</param>
[method: JsonConstructor]
public readonly record struct Whereabouts(DateTimeOffset At, GeoPosition Position, double AccuracyM)
{
    readonly long ticks = At.UtcTicks;

    public DateTimeOffset At { get => new(ticks, TimeSpan.Zero); init => ticks = value.UtcTicks; }

    /// <summary>A sample's.</summary>
    public static Whereabouts Of(Sample sample, GeoPosition position) => new(sample.At, position, (sample as PositionSample)?.AccuracyM ?? 0);
}
