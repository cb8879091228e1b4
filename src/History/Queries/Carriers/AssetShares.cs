using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Views;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries.Carriers;

/// <summary>Finds out which part of an asset's history a carrier may see.</summary>
sealed class AssetShares(HistoryDatabase database, IEventLog log)
{
    const string OwnSql = $"""
        select stream_id from {HistoryDatabase.Schema}.mt_events
        where stream_id = any($1) and version = 1 and type = '{EventNames.ShipmentRegistered}' and data ->> 'carrier' = $2
        """;

    const string Prefix = "shipment/";

    /// <summary>The share; null when the asset never was on duty for the carrier.</summary>
    public async Task<AssetShare?> Of(AssetId asset, string carrier, CancellationToken cancellationToken)
    {
        var events = new List<AssetEvent>();
        await foreach (var (_, e) in log.ReadWithoutReadings(asset.ToString(), cancellationToken))
            events.Add((AssetEvent)e);
        var own = await Own(AssetShare.ShipmentsOf(events), carrier, cancellationToken);
        if (own.Count == 0)
            return null;
        var share = AssetShare.Of(events, own);
        return share.Spans.IsEmpty ? null : share;
    }

    async Task<HashSet<string>> Own(IReadOnlySet<string> shipments, string carrier, CancellationToken cancellationToken)
    {
        var own = new HashSet<string>();
        if (shipments.Count == 0)
            return own;
        await using var command = database.Command(OwnSql);
        command.Parameters.AddWithValue(shipments.Select(s => Prefix + s).ToArray());
        command.Parameters.AddWithValue(carrier);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            own.Add(reader.GetString(0)[Prefix.Length..]);
        return own;
    }
}
