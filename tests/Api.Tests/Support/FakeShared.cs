using System.Collections.Concurrent;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Queries.Carriers;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>All that there is belongs to the carrier of the sample shipment; another's history is empty. What is whose is decided, and tested, elsewhere.</summary>
sealed class FakeShared(FakeHistory whole) : ISharedHistory, IShipmentOwners
{
    readonly FakeHistory nothing = new() { ShipmentPage = new([], null), AlertPage = new([], null), KnownShipment = null, Exists = false };

    public ConcurrentDictionary<string, ShipmentOwner> Owners { get; } = new() { [Samples.Shipment.Id] = new(Samples.Shipment.Carrier) };

    public IHistoryQueries For(string? carrier) => carrier is null || carrier == Samples.Shipment.Carrier ? whole : nothing;

    public Task<AssetStatus?> Limited(AssetStatus status, string carrier, CancellationToken cancellationToken) =>
        Task.FromResult(carrier == Samples.Shipment.Carrier ? status : null);

    public ValueTask<ShipmentOwner?> OwnerOf(string shipment, CancellationToken cancellationToken) => new(Owners.GetValueOrDefault(shipment));
}
