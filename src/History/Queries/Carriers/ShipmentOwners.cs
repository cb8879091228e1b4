using System.Collections.Concurrent;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries.Carriers;

/// <summary>Whose shipments are whose, read from their events: the lists follow those, and who may see what must not wait for them.</summary>
public interface IShipmentOwners
{
    /// <summary>The owner of a shipment; null when there is no such shipment.</summary>
    ValueTask<ShipmentOwner?> OwnerOf(string shipment, CancellationToken cancellationToken);
}

/// <summary>Whose a shipment is.</summary>
/// <param name="Carrier">As it was registered; that never changes.</param>
public sealed record ShipmentOwner(string Carrier);

/// <inheritdoc cref="IShipmentOwners"/>
sealed class ShipmentOwners(HistoryDatabase database) : IShipmentOwners
{
    const int MostRemembered = 50_000;

    const string Sql = $"""
        select data ->> 'carrier' from {HistoryDatabase.Schema}.mt_events
        where stream_id = $1 and version = 1 and type = '{EventNames.ShipmentRegistered}'
        """;

    // Owners never change.
    readonly ConcurrentDictionary<string, ShipmentOwner> known = new();

    /// <inheritdoc/>
    public async ValueTask<ShipmentOwner?> OwnerOf(string shipment, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(shipment, out var remembered))
            return remembered;
        if (await Read(shipment, cancellationToken) is not { } owner)
            return null;

        // Rarely so many: beginning anew costs a look for each.
        if (known.Count >= MostRemembered)
            known.Clear();
        return known[shipment] = owner;
    }

    async Task<ShipmentOwner?> Read(string shipment, CancellationToken cancellationToken)
    {
        await using var command = database.Command(Sql);
        command.Parameters.AddWithValue($"shipment/{shipment}");
        return await command.ExecuteScalarAsync(cancellationToken) is string carrier ? new ShipmentOwner(carrier) : null;
    }
}
