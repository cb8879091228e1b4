using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Alerts;

/// <summary>What alerts are, folded from their events.</summary>
public static class AlertFold
{
    /// <summary>An alert after one of its events; null before it was raised.</summary>
    public static Alert? Evolve(AssetId asset, Alert? alert, AlertEvent @event) => (alert, @event) switch
    {
        (_, AlertRaised e) => new Alert
        {
            Id = e.AlertId,
            Rule = e.Rule,
            RuleVersion = e.RuleVersion,
            Severity = e.Severity,
            Asset = asset,
            Shipment = e.Shipment,
            RaisedAt = e.At,
            RecordedAt = e.RecordedAt,
            Late = e.Late,
            Position = e.Position,
            Message = e.Message,
            Evidence = e.Evidence,
        },
        (null, _) => null,
        ({ } a, AlertUpdated e) => a with
        {
            Shipment = e.Shipment,
            RaisedAt = e.RaisedAt,
            ClearedAt = e.ClearedAt,
            Retracted = false,
            Late = e.Late,
            Position = e.Position,
            Message = e.Message,
            Evidence = e.Evidence,
        },
        ({ } a, AlertCleared e) => a with { ClearedAt = e.At, Retracted = e.Retracted, Late = a.Late || e.Late },
        ({ } a, AlertAcknowledged e) => a with { Acknowledged = new Handling(e.At, e.By, e.Note) },
        ({ } a, AlertClosed e) => a with { Closed = new Handling(e.At, e.By, e.Note) },
        _ => alert,
    };

    /// <summary>
    /// The alert as it stood at a moment by what is known now; null when it had not been raised by then, or was never rightly raised.
    /// </summary>
    public static Alert? AsOf(this Alert alert, DateTimeOffset at) => alert.RaisedAt > at || alert.Retracted
        ? null
        : alert with
        {
            ClearedAt = alert.ClearedAt <= at ? alert.ClearedAt : null,
            Acknowledged = alert.Acknowledged?.At <= at ? alert.Acknowledged : null,
            Closed = alert.Closed?.At <= at ? alert.Closed : null,
        };
}
