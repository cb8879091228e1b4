using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.History.Views;

/// <summary>A shipment in the list of shipments.</summary>
public sealed record ShipmentView
{
    /// <summary>The name of its stream.</summary>
    public required string Id { get; init; }

    /// <summary>Where its first event is in the whole history: the list's order.</summary>
    public required long Sequence { get; init; }

    /// <summary>The version of its stream.</summary>
    public required long Version { get; init; }

    public required string Status { get; init; }

    public required string Carrier { get; init; }

    /// <summary>What a search looks through: number, declaration, carrier, offices and assets, in lower case, a line each.</summary>
    public required string Search { get; init; }

    /// <summary>What is known of it, without the coordinates of its route: a page of shipments would be megabytes of them.</summary>
    public required ShipmentFacts Facts { get; init; }
}
