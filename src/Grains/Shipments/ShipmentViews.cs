using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Grains.Shipments;

static class ShipmentViews
{
    public static ShipmentInfo ToInfo(this ShipmentFacts f, long version) => new()
    {
        Id = f.Id,
        Declaration = f.Declaration,
        Carrier = f.Carrier,
        Status = f.Status,
        Origin = f.Origin,
        Destination = f.Destination,
        Route = [.. f.Route.Coordinates.Select(p => new GeoPoint(p.Lat, p.Lon))],
        ToleranceM = f.Route.ToleranceM,
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
