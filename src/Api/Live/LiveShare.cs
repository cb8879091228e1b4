using ShipmentTracker.Contracts.Api;
using ShipmentTracker.History.Queries.Carriers;

namespace ShipmentTracker.Api.Live;

/// <summary>What of the live feed a carrier gets: alerts of its own shipments, and positions of assets on duty for them, taken on that duty.</summary>
sealed class LiveShare(IShipmentOwners owners)
{
    /// <summary>Whether an alert is the carrier's; null is no carrier, and gets all.</summary>
    public async ValueTask<bool> Has(string? carrier, AlertDto alert, CancellationToken cancellationToken) =>
        carrier is null || alert.Shipment is { } shipment && (await owners.OwnerOf(shipment, cancellationToken))?.Carrier == carrier;

    /// <summary>Of these positions the carrier's; null is no carrier, and gets all.</summary>
    public async ValueTask<IEnumerable<LivePositionDto>> Of(string? carrier, IEnumerable<LivePositionDto> positions, CancellationToken cancellationToken)
    {
        if (carrier is null) return positions;
        List<LivePositionDto> own = [];
        foreach (var position in positions)
        {
            if (position is { IsOfDuty: true, Shipment: { } shipment } && (await owners.OwnerOf(shipment, cancellationToken))?.Carrier == carrier)
                own.Add(position);
        }

        return own;
    }
}
