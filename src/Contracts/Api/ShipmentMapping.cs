using System.Collections.Immutable;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Shipments on the wire: over the API and in webhooks they look the same.</summary>
public static class ShipmentMapping
{
    /// <summary>A shipment with its route, zones and limits.</summary>
    public static ShipmentDto ToDto(this ShipmentInfo shipment) => shipment.ToListItem() with
    {
        Route = new LineStringDto { Coordinates = Positions(shipment.Route) },
        Zones = [.. shipment.Zones.Select(ToDto)],
        Limits = new ShipmentLimitsDto
        {
            SignalLostSeconds = shipment.SignalLostAfter?.TotalSeconds,
            SealSilenceSeconds = shipment.SealSilenceAfter?.TotalSeconds,
            StopSeconds = shipment.StopAfter?.TotalSeconds,
        },
    };

    /// <summary>A shipment without what is long.</summary>
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

    public static ZoneKind ToKind(this ZoneKindDto kind) => kind switch
    {
        ZoneKindDto.Stop => ZoneKind.Stop,
        _ => ZoneKind.Prohibited,
    };

    static ZoneDto ToDto(ShipmentZone zone) => new()
    {
        Name = zone.Name,
        Kind = zone.Kind switch
        {
            ZoneKind.Stop => ZoneKindDto.Stop,
            _ => ZoneKindDto.Prohibited,
        },
        Area = new PolygonDto { Coordinates = [Positions(zone.Area)] },
    };

    static double[][] Positions(ImmutableArray<GeoPoint> points) => [.. points.Select(p => new[] { p.Lon, p.Lat })];

    public static ShipmentStatus ToStatus(this ShipmentStatusDto status) => status switch
    {
        ShipmentStatusDto.Registered => ShipmentStatus.Registered,
        ShipmentStatusDto.InTransit => ShipmentStatus.InTransit,
        ShipmentStatusDto.Arrived => ShipmentStatus.Arrived,
        _ => ShipmentStatus.Closed,
    };
}
