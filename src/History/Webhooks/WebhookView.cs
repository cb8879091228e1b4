using JasperFx.Events;
using Marten.Events.Projections;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.History.Views;

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

/// <summary>Keeps the list of webhooks, under their ids and without their secrets. One that is deleted is not in it.</summary>
public sealed class WebhookViewProjection : MultiStreamProjection<WebhookView, string>
{
    public WebhookViewProjection()
    {
        Name = "webhooks";
        Follow<WebhookCreated>();
        Follow<WebhookSecretRotated>();
        Follow<WebhookPaused>();
        Follow<WebhookResumed>();
        Follow<WebhookDisabled>();
        Follow<WebhookDeleted>();
    }

    public override WebhookView? Evolve(WebhookView? snapshot, string id, IEvent e)
    {
        if (e.Data is not WebhookEvent @event || WebhookFacts.Evolve(snapshot?.Facts, @event) is not { } facts)
            return snapshot;
        return facts.Status == WebhookStatus.Deleted ? null : new WebhookView
        {
            Id = id,
            Sequence = snapshot?.Sequence ?? e.Sequence,
            Status = ViewWords.Of(facts.Status),
            Carrier = facts.Carrier,
            EveryMinutes = facts.PositionEveryMinutes,
            Facts = facts with { Secret = "", OldSecret = facts.OldSecret is { } old ? old with { Secret = "" } : null },
        };
    }

    // Named one by one: whoever only overrides Evolve is handed every event there is, and nearly all of them are readings.
    void Follow<TEvent>()
        where TEvent : WebhookEvent
    {
        IncludeType<TEvent>();
        Identity<TEvent>(e => e.Webhook);
    }
}

/// <summary>A try to deliver as it is kept in the log.</summary>
sealed record StoredTry(DateTimeOffset At, int? Status, double LatencyMs, string? Answer, string? Failure);
