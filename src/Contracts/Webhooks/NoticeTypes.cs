namespace ShipmentTracker.Contracts.Webhooks;

/// <summary>The types of notices: a CloudEvent's <c>type</c>, fixed with the shape of its data. Another shape is another version.</summary>
public static class NoticeTypes
{
    public const string ShipmentRegistered = "shiptrack.shipment.registered.v1";
    public const string ShipmentDeparted = "shiptrack.shipment.departed.v1";
    public const string ShipmentArrived = "shiptrack.shipment.arrived.v1";
    public const string ShipmentClosed = "shiptrack.shipment.closed.v1";
    public const string AlertRaised = "shiptrack.alert.raised.v1";
    public const string AlertUpdated = "shiptrack.alert.updated.v1";
    public const string AlertCleared = "shiptrack.alert.cleared.v1";
    public const string AlertAcknowledged = "shiptrack.alert.acknowledged.v1";
    public const string AlertClosed = "shiptrack.alert.closed.v1";
    public const string SealSealed = "shiptrack.seal.sealed.v1";
    public const string SealUnlocked = "shiptrack.seal.unlocked.v1";
    public const string SealBreached = "shiptrack.seal.breached.v1";
    public const string PositionSummary = "shiptrack.position.summary.v1";

    /// <summary>Sent on demand only; nobody subscribes to it.</summary>
    public const string WebhookTest = "shiptrack.webhook.test.v1";

    /// <summary>All that can be subscribed to.</summary>
    public const string Every = "*";

    /// <summary>Those that can be subscribed to.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ShipmentRegistered, ShipmentDeparted, ShipmentArrived, ShipmentClosed,
        AlertRaised, AlertUpdated, AlertCleared, AlertAcknowledged, AlertClosed,
        SealSealed, SealUnlocked, SealBreached,
        PositionSummary,
    ];
}
