using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Domain.Views;

/// <summary>What others are told of shipments.</summary>
public static class ShipmentViews
{
    /// <summary>A shipment as it stands.</summary>
    /// <param name="f">What is known.</param>
    /// <param name="version">The version of the stream it holds for.</param>
    public static ShipmentInfo ToInfo(this ShipmentFacts f, long version) => new()
    {
        Id = f.Id,
        Declaration = f.Declaration,
        Carrier = f.Carrier,
        Status = f.Status,
        Origin = f.Origin,
        Destination = f.Destination,
        Route = [.. f.Route.Coordinates.Select(p => p.ToPoint())],
        ToleranceM = f.Route.ToleranceM,
        Zones = [.. f.Route.Zones.Select(z => z.ToContract())],
        SignalLostAfter = f.SignalLostAfter,
        SealSilenceAfter = f.SealSilenceAfter,
        StopAfter = f.StopAfter,
        Vehicle = f.Vehicle,
        Containers = f.Containers,
        Seals = f.Seals,
        Deadline = f.Deadline,
        RegisteredAt = f.RegisteredAt,
        DepartedAt = f.DepartedAt,
        ArrivedAt = f.ArrivedAt,
        ClosedAt = f.ClosedAt,
        Version = version,
    };
}
