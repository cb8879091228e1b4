using System.Text.Json.Serialization;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Assets;

/// <summary>What an asset must know to judge its own readings while it is on a shipment.</summary>
/// <param name="Shipment">The shipment's number.</param>
/// <param name="Since">The first device time it holds for.</param>
/// <param name="Until">The last device time it holds for; null while on duty.</param>
/// <param name="Route">The planned route, for assets judged by it.</param>
/// <param name="SilenceLimit">How long nothing may be heard.</param>
/// <param name="RecordedAt">When we put it on duty: silence counts from here at the earliest.</param>
/// <param name="StopLimit">How long it may stand where it may not stop; null where that is not judged.</param>
public sealed record Duty(
    string Shipment, DateTimeOffset Since, DateTimeOffset? Until, PlannedRoute? Route, TimeSpan SilenceLimit, DateTimeOffset RecordedAt,
    TimeSpan? StopLimit = null)
{
    readonly Corridor? corridor = Route is null ? null : Geometry.Corridor.Of(Route);

    // Whoever goes the same way holds the same one.
    public PlannedRoute? Route { get => corridor?.Route; init => corridor = value is null ? null : Geometry.Corridor.Of(value); }

    /// <summary>The route made ready for measuring.</summary>
    [JsonIgnore]
    public Corridor? Corridor => corridor;

    /// <summary>Whether a reading of this device time is judged by it.</summary>
    public bool Covers(DateTimeOffset at) => at >= Since && !(at > Until);
}
