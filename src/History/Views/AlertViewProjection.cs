using JasperFx.Events;
using Marten.Events.Projections;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Views;

/// <summary>Keeps the list of alerts. Their events are in the streams of their assets.</summary>
public sealed class AlertViewProjection : MultiStreamProjection<AlertView, string>
{
    public AlertViewProjection()
    {
        Name = "alerts";
        Follow<AlertRaised>();
        Follow<AlertUpdated>();
        Follow<AlertCleared>();
        Follow<AlertAcknowledged>();
        Follow<AlertClosed>();
    }

    public override AlertView? Evolve(AlertView? snapshot, string id, IEvent e)
    {
        if (e is not { Data: AlertEvent @event, StreamKey: { } stream } || !AssetId.TryParse(stream, out var asset, out _))
            return snapshot;
        return AlertFold.Evolve(asset, snapshot?.Alert, @event) is { } alert
            ? new AlertView
            {
                Id = id,
                Sequence = snapshot?.Sequence ?? e.Sequence,
                Status = ViewWords.Of(alert.Status),
                Rule = alert.Rule,
                Asset = stream,
                Shipment = alert.Shipment,
                Alert = alert,
            }
            : null;
    }

    // Named one by one: whoever only overrides Evolve is handed every event there is, and nearly all of them are readings.
    void Follow<TEvent>()
        where TEvent : AlertEvent
    {
        IncludeType<TEvent>();
        Identity<TEvent>(e => e.AlertId);
    }
}
