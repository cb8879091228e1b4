using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Shipments on the wire: over the API and in webhooks they look the same.</summary>
public static class ShipmentMapping
{
    /// <summary>A shipment with its route.</summary>
    public static ShipmentDto ToDto(this ShipmentInfo shipment) => shipment.ToListItem() with
    {
        Route = new LineStringDto { Coordinates = [.. shipment.Route.Select(p => new[] { p.Lon, p.Lat })] },
    };

    /// <summary>A shipment without its route.</summary>
    public static ShipmentDto ToListItem(this ShipmentInfo shipment) => new()
    {
        Id = shipment.Id,
        Declaration = shipment.Declaration,
        Carrier = shipment.Carrier,
        Status = shipment.Status switch
        {
            ShipmentStatus.Registered => ShipmentStatusDto.Registered,
            ShipmentStatus.InTransit => ShipmentStatusDto.InTransit,
            ShipmentStatus.Arrived => ShipmentStatusDto.Arrived,
            _ => ShipmentStatusDto.Closed,
        },
        Vehicle = shipment.Vehicle.Id,
        Containers = [.. shipment.Containers.Select(c => c.Id)],
        Seals = [.. shipment.Seals.Select(s => s.Id)],
        Origin = shipment.Origin,
        Destination = shipment.Destination,
        ToleranceM = shipment.ToleranceM,
        Deadline = shipment.Deadline,
        RegisteredAt = shipment.RegisteredAt,
        DepartedAt = shipment.DepartedAt,
        ArrivedAt = shipment.ArrivedAt,
        ClosedAt = shipment.ClosedAt,
        Version = shipment.Version,
    };

    public static ShipmentStatus ToStatus(this ShipmentStatusDto status) => status switch
    {
        ShipmentStatusDto.Registered => ShipmentStatus.Registered,
        ShipmentStatusDto.InTransit => ShipmentStatus.InTransit,
        ShipmentStatusDto.Arrived => ShipmentStatus.Arrived,
        _ => ShipmentStatus.Closed,
    };
}
