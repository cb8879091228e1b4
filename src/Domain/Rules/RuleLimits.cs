using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Rules;

/// <summary>Limits that are not a shipment's own.</summary>
public sealed record RuleLimits
{
    /// <summary>A device's clock may be ahead of receipt by this much: 2 minutes.</summary>
    public TimeSpan ClockAhead { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A clock that ran ahead is right again when it is ahead by less than this: 1 minute.</summary>
    public TimeSpan ClockRight { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A reading received this long after it happened was stored in the device: what it raises is late. 5 minutes.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A reading, marked when the clock of its device runs ahead.</summary>
    public Sample Mark(Sample sample) => sample.At - sample.ReceivedAt > ClockAhead ? sample with { Mark = SampleMark.ClockSkew } : sample;
}
