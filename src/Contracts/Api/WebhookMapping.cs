using ShipmentTracker.Contracts.Webhooks;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Webhooks on the wire.</summary>
public static class WebhookMapping
{
    public static WebhookDto ToDto(this WebhookInfo w) => new()
    {
        Id = w.Id,
        Carrier = w.Carrier,
        Url = w.Url,
        Types = w.Types,
        Shipments = w.Shipments,
        Rules = w.Rules,
        PositionEveryMinutes = w.PositionEveryMinutes,
        Status = w.Status switch
        {
            WebhookStatus.Active => WebhookStatusDto.Active,
            WebhookStatus.Paused => WebhookStatusDto.Paused,
            _ => WebhookStatusDto.Disabled,
        },
        Reason = w.Reason,
        StatusSince = w.StatusSince,
        CreatedAt = w.CreatedAt,
        CreatedBy = w.CreatedBy,
        OldSecretUntil = w.OldSecretUntil,
        FailuresInARow = w.Health.FailuresInARow,
        FailingSince = w.Health.FailingSince,
        HoldUntil = w.Health.HoldUntil,
        LastDeliveredAt = w.Health.LastDeliveredAt,
        Pending = w.Health.Pending,
    };

    public static DeliveryDto ToDto(this DeliveryInfo d) => new()
    {
        Id = d.Id,
        WebhookId = d.Notice,
        Type = d.Type,
        Shipment = d.Shipment,
        Status = d.Status switch
        {
            DeliveryStatus.Pending => DeliveryStatusDto.Pending,
            DeliveryStatus.Delivered => DeliveryStatusDto.Delivered,
            _ => DeliveryStatusDto.Failed,
        },
        CreatedAt = d.CreatedAt,
        NextTryAt = d.NextTryAt,
        Redelivery = d.Redelivery,
        Tries = [.. d.Tries.Select(t => new DeliveryTryDto(t.At, t.Status, t.LatencyMs, t.Answer, t.Failure))],
    };

    public static DeliveryStatus ToStatus(this DeliveryStatusDto status) => status switch
    {
        DeliveryStatusDto.Pending => DeliveryStatus.Pending,
        DeliveryStatusDto.Delivered => DeliveryStatus.Delivered,
        _ => DeliveryStatus.Failed,
    };
}
