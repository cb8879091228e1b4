using ShipmentTracker.Contracts.Webhooks;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>What others are told of webhooks.</summary>
public static class WebhookViews
{
    /// <summary>A webhook as it stands.</summary>
    public static WebhookInfo ToInfo(this WebhookFacts f, WebhookHealth health) => new()
    {
        Id = f.Id,
        Carrier = f.Carrier,
        Url = f.Url,
        Types = f.Types,
        Shipments = f.Shipments,
        Rules = f.Rules,
        PositionEveryMinutes = f.PositionEveryMinutes,
        Status = f.Status,
        Reason = f.Reason,
        StatusSince = f.StatusSince,
        CreatedAt = f.CreatedAt,
        CreatedBy = f.CreatedBy,
        OldSecretUntil = f.OldSecret?.Until,
        Health = health,
    };

    /// <summary>How its deliveries go.</summary>
    public static WebhookHealth ToInfo(this Health h, int pending) => new(h.FailuresInARow, h.FailingSince, h.HoldUntil, h.LastDeliveredAt, pending);
}
