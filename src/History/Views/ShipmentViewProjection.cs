using JasperFx.Events;
using Marten.Events.Aggregation;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.History.Views;

/// <summary>Keeps the list of shipments.</summary>
public sealed class ShipmentViewProjection : SingleStreamProjection<ShipmentView, string>
{
    public ShipmentViewProjection()
    {
        Name = "shipments";
        IncludeType<ShipmentRegistered>();
        IncludeType<DepartureRequested>();
        IncludeType<DepartureRefused>();
        IncludeType<ShipmentDeparted>();
        IncludeType<ShipmentArrived>();
        IncludeType<ShipmentClosed>();
    }

    public override ShipmentView? Evolve(ShipmentView? snapshot, string id, IEvent e)
    {
        if (e.Data is not ShipmentEvent @event || ShipmentFacts.Evolve(snapshot?.Facts, @event) is not { } facts)
            return snapshot;
        return new ShipmentView
        {
            Id = id,
            Sequence = snapshot?.Sequence ?? e.Sequence,
            Version = e.Version,
            Status = ViewWords.Of(facts.Status),
            Carrier = facts.Carrier,
            Search = Search(facts),
            Facts = facts with { Route = facts.Route with { Coordinates = [] } },
        };
    }

    static string Search(ShipmentFacts f) => string.Join('\n', [f.Id, f.Declaration, f.Carrier, f.Origin, f.Destination, .. f.Assets.Select(a => a.Asset.ToString())])
        .ToLowerInvariant();
}
