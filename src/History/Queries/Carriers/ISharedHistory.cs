using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.History.Queries.Carriers;

/// <summary>Gives everybody the part of the history that is theirs.</summary>
public interface ISharedHistory
{
    /// <summary>The history for a carrier; all of it for null.</summary>
    IHistoryQueries For(string? carrier);

    /// <summary>An asset as it stands, as a carrier may see it; null when it may not.</summary>
    Task<AssetStatus?> Limited(AssetStatus status, string carrier, CancellationToken cancellationToken);
}

/// <inheritdoc cref="ISharedHistory"/>
sealed class SharedHistory(IWholeHistory whole, IShipmentOwners owners, AssetShares shares) : ISharedHistory
{
    /// <inheritdoc/>
    public IHistoryQueries For(string? carrier) => carrier is null ? whole : new CarrierHistory(whole, owners, shares, carrier);

    /// <inheritdoc/>
    public async Task<AssetStatus?> Limited(AssetStatus status, string carrier, CancellationToken cancellationToken) =>
        await shares.Of(status.Asset, carrier, cancellationToken) is { IsOpen: true } share ? share.Limited(status) : null;
}
