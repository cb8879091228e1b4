using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.History.Webhooks;

/// <summary>A webhook in the list of webhooks.</summary>
public sealed record WebhookView
{
    public required string Id { get; init; }

    /// <summary>Where its first event is in the whole history: the list's order.</summary>
    public required long Sequence { get; init; }

    public required string Status { get; init; }
    public string? Carrier { get; init; }

    /// <summary>How often positions are told, in minutes.</summary>
    public int? EveryMinutes { get; init; }

    /// <summary>What is known of it, without its secrets.</summary>
    public required WebhookFacts Facts { get; init; }
}

/// <summary>A try to deliver as it is kept in the log.</summary>
sealed record StoredTry(DateTimeOffset At, int? Status, double LatencyMs, string? Answer, string? Failure);
