using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Alerts;

/// <summary>A reading that an alert rests on.</summary>
/// <param name="At">Its device time.</param>
/// <param name="Position">Where it was taken, when known.</param>
/// <param name="What">What it showed, in words.</param>
public sealed record Evidence(DateTimeOffset At, GeoPosition? Position, string What);
