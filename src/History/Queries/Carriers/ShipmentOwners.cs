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
/// <param name="OnTheRoadSince">When its departure was recorded; null while it has not been asked for.</param>
public sealed record ShipmentOwner(string Carrier, DateTimeOffset? OnTheRoadSince);

/// <inheritdoc cref="IShipmentOwners"/>
sealed class ShipmentOwners(HistoryDatabase database, TimeProvider time) : IShipmentOwners
{
    // Owners never change; a departure may yet come, or be refused and come again.
    static readonly TimeSpan Waiting = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    const int MostRemembered = 50_000;

    const string Sql = $"""
        select type, data ->> 'carrier', timestamp from {HistoryDatabase.Schema}.mt_events
        where stream_id = $1 and type in ('{EventNames.ShipmentRegistered}', '{EventNames.DepartureRequested}') order by version
        """;

    readonly ConcurrentDictionary<string, (ShipmentOwner Owner, long At)> known = new();

    /// <inheritdoc/>
    public async ValueTask<ShipmentOwner?> OwnerOf(string shipment, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(shipment, out var remembered) && time.GetElapsedTime(remembered.At) < (remembered.Owner.OnTheRoadSince is null ? Waiting : Remembered))
            return remembered.Owner;
        var now = time.GetTimestamp();
        if (await Read(shipment, cancellationToken) is not { } owner)
            return null;

        // Rarely so many: beginning anew costs a look for each.
        if (known.Count >= MostRemembered)
            known.Clear();
        known[shipment] = (owner, now);
        return owner;
    }

    async Task<ShipmentOwner?> Read(string shipment, CancellationToken cancellationToken)
    {
        await using var command = database.Command(Sql);
        command.Parameters.AddWithValue($"shipment/{shipment}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        ShipmentOwner? owner = null;
        while (await reader.ReadAsync(cancellationToken))
            owner = reader.GetString(0) == EventNames.ShipmentRegistered
                ? new ShipmentOwner(reader.GetString(1), null)
                : owner is null ? null : owner with { OnTheRoadSince = reader.GetFieldValue<DateTimeOffset>(2) };
        return owner;
    }
}
