using System.Text.Json.Serialization;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Asks to be told.</summary>
public sealed record CreateWebhookRequest
{
    /// <summary>Whose shipments; a carrier's key may leave it out or name its own carrier. Left out by an administrator: everybody's.</summary>
    public string? Carrier { get; init; }

    /// <summary>Where to send to; https.</summary>
    public string? Url { get; init; }

    /// <summary>Types of notices; <c>*</c>: all.</summary>
    public IReadOnlyList<string?>? Types { get; init; }

    /// <summary>Only these shipments.</summary>
    public IReadOnlyList<string?>? Shipments { get; init; }

    /// <summary>Of the alerts only these rules'.</summary>
    public IReadOnlyList<string?>? Rules { get; init; }

    /// <summary>How often positions are told, in minutes; a divisor of 1440. Left out: 15 where <c>shiptrack.position.summary.v1</c> is named, never with <c>*</c> alone.</summary>
    public int? PositionEveryMinutes { get; init; }
}

/// <summary>Sends again what was recorded in a span of time.</summary>
public sealed record RedeliverRequest
{
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }
}

/// <summary>A new secret; it is never told again.</summary>
/// <param name="Id">The webhook's id.</param>
/// <param name="Secret"><c>whsec_</c> and base64, as Standard Webhooks libraries take it.</param>
/// <param name="OldSecretUntil">How long the one before signs too.</param>
public sealed record WebhookSecretDto(string Id, string Secret, DateTimeOffset? OldSecretUntil);

/// <summary>Whether a webhook is at work.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WebhookStatusDto>))]
public enum WebhookStatusDto
{
    Active,
    Paused,
    Disabled,
}

/// <summary>A webhook; never with its secret.</summary>
public sealed record WebhookDto
{
    public required string Id { get; init; }

    /// <summary>Whose shipments; null: everybody's.</summary>
    public string? Carrier { get; init; }

    public required string Url { get; init; }
    public required IReadOnlyList<string> Types { get; init; }
    public required IReadOnlyList<string> Shipments { get; init; }
    public required IReadOnlyList<string> Rules { get; init; }
    public int? PositionEveryMinutes { get; init; }
    public required WebhookStatusDto Status { get; init; }

    /// <summary>Why it is paused or disabled, for its owner.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset StatusSince { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>Until when the secret before the present one signs too.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>Tries that failed since the last success.</summary>
    public required int FailuresInARow { get; init; }

    /// <summary>When the first of them was.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The receiver asked not to be called before.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    public DateTimeOffset? LastDeliveredAt { get; init; }

    /// <summary>Deliveries that wait for their turn or their next try.</summary>
    public required int Pending { get; init; }
}

/// <summary>Where a delivery stands.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DeliveryStatusDto>))]
public enum DeliveryStatusDto
{
    Pending,
    Delivered,
    Failed,
}

/// <summary>One notice on its way to one receiver.</summary>
public sealed record DeliveryDto
{
    public required string Id { get; init; }

    /// <summary>The header <c>webhook-id</c>: the same on every try and every redelivery.</summary>
    public required string WebhookId { get; init; }

    public required string Type { get; init; }
    public string? Shipment { get; init; }
    public required DeliveryStatusDto Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next, at the earliest.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>It was asked for again by hand.</summary>
    public required bool Redelivery { get; init; }

    /// <summary>The newest tries, in order; at most 20.</summary>
    public required IReadOnlyList<DeliveryTryDto> Tries { get; init; }
}

/// <summary>One try to deliver.</summary>
/// <param name="At">When.</param>
/// <param name="HttpStatus">What the receiver answered; null when it did not.</param>
/// <param name="LatencyMs">How long it took, in milliseconds.</param>
/// <param name="Answer">The beginning of the answer's body.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
public sealed record DeliveryTryDto(DateTimeOffset At, int? HttpStatus, double LatencyMs, string? Answer, string? Failure);

/// <summary>How many notices are sent again.</summary>
public sealed record RedeliveryDto(int Notices);
