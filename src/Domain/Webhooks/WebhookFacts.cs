using System.Collections.Immutable;
using ShipmentTracker.Contracts.Webhooks;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>What is known of a webhook, folded from its events.</summary>
public sealed record WebhookFacts
{
    public required string Id { get; init; }
    public string? Carrier { get; init; }
    public required string Url { get; init; }
    public required ImmutableArray<string> Types { get; init; }
    public required ImmutableArray<string> Shipments { get; init; }
    public required ImmutableArray<string> Rules { get; init; }

    /// <summary>How often positions are told; null: never.</summary>
    public int? PositionEveryMinutes { get; init; }

    /// <summary>Encrypted.</summary>
    public required string Secret { get; init; }

    /// <summary>The one before, encrypted, and how long it signs too.</summary>
    public OldSecret? OldSecret { get; init; }

    public WebhookStatus Status { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset StatusSince { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>When its last event was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The encrypted secrets that sign at a moment, the newest first.</summary>
    public ImmutableArray<string> SecretsAt(DateTimeOffset now) => OldSecret is { } old && old.Until > now ? [Secret, old.Secret] : [Secret];

    /// <summary>Whether a notice is one that its receiver wants.</summary>
    public bool Wants(NoticeHead notice) =>
        (Carrier is null || Carrier == notice.Carrier)
        && (Types.Contains(NoticeTypes.Every) || Types.Contains(notice.Type))
        && (Shipments.IsEmpty || (notice.Shipment is { } shipment && Shipments.Contains(shipment)))
        && (Rules.IsEmpty || notice.Rule is null || Rules.Contains(notice.Rule));

    /// <summary>What is known after an event; null before it was made.</summary>
    public static WebhookFacts? Evolve(WebhookFacts? facts, WebhookEvent @event)
    {
        var next = (facts, @event) switch
        {
            (_, WebhookCreated e) => Created(e),
            (null, _) => null,
            ({ } f, WebhookSecretRotated e) => f with { Secret = e.Secret, OldSecret = new OldSecret(f.Secret, e.OldUntil) },
            ({ } f, WebhookPaused e) => f.Now(WebhookStatus.Paused, e.At, e.Reason),
            ({ } f, WebhookResumed e) => f.Now(WebhookStatus.Active, e.At, null),
            ({ } f, WebhookDisabled e) => f.Now(WebhookStatus.Disabled, e.At, e.Reason),
            ({ } f, WebhookDeleted e) => f.Now(WebhookStatus.Deleted, e.At, null),
            _ => facts,
        };
        return next is null ? null : next with { RecordedAt = @event.RecordedAt };
    }

    WebhookFacts Now(WebhookStatus status, DateTimeOffset since, string? reason) => this with { Status = status, StatusSince = since, Reason = reason };

    static WebhookFacts Created(WebhookCreated e) => new()
    {
        Id = e.Webhook,
        Carrier = e.Carrier,
        Url = e.Url,
        Types = e.Types,
        Shipments = e.Shipments,
        Rules = e.Rules,
        PositionEveryMinutes = e.PositionEveryMinutes,
        Secret = e.Secret,
        StatusSince = e.At,
        CreatedAt = e.At,
        CreatedBy = e.By,
        RecordedAt = e.RecordedAt,
    };
}

/// <summary>A secret that was replaced.</summary>
public sealed record OldSecret(string Secret, DateTimeOffset Until);
