using ShipmentTracker.Domain.Alerts;

namespace ShipmentTracker.History.Views;

/// <summary>An alert in the list of alerts.</summary>
public sealed record AlertView
{
    /// <summary>The alert's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where its first event is in the whole history: the list's order, which nothing changes later.</summary>
    public required long Sequence { get; init; }

    public required string Status { get; init; }

    public required string Rule { get; init; }

    /// <summary>In its written form.</summary>
    public required string Asset { get; init; }

    public string? Shipment { get; init; }

    /// <summary>The alert as it stands.</summary>
    public required Alert Alert { get; init; }
}
