using System.Security.Claims;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Queries.Carriers;

namespace ShipmentTracker.Api.Security;

/// <summary>What of the live state somebody may see; the history limits itself. A carrier sees what concerns its own shipments, everybody else sees all.</summary>
sealed class Visible(IShipmentOwners owners, ISharedHistory history)
{
    /// <summary>Whether a shipment, or what happened on it, may be seen; what happened on none is a carrier's in no case.</summary>
    public async ValueTask<bool> Sees(ClaimsPrincipal user, string? shipment, CancellationToken cancellationToken) =>
        user.Carrier() is not { } carrier || shipment is not null && (await owners.OwnerOf(shipment, cancellationToken))?.Carrier == carrier;

    /// <summary>An asset's state, as far as it may be seen; null when it may not.</summary>
    public async ValueTask<AssetStatus?> Limited(ClaimsPrincipal user, AssetStatus? status, CancellationToken cancellationToken) =>
        status is null || user.Carrier() is not { } carrier ? status : await history.Limited(status, carrier, cancellationToken);
}
