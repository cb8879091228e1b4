using System.Collections.Immutable;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>Something that happened to a webhook; kept in the stream <c>webhook/{id}</c>.</summary>
public abstract record WebhookEvent(DateTimeOffset At, DateTimeOffset RecordedAt, string Webhook) : DomainEvent(At, RecordedAt);

/// <summary>A receiver wants to be told.</summary>
/// <param name="Carrier">Whose shipments it is told of; null: everybody's.</param>
/// <param name="Types">Types of notices; <c>*</c>: all.</param>
/// <param name="Shipments">Only these; none: all.</param>
/// <param name="Rules">Of the alerts only these rules'; none: all.</param>
/// <param name="PositionEveryMinutes">How often positions are told.</param>
/// <param name="Secret">The secret that signs, encrypted.</param>
public sealed record WebhookCreated(
    DateTimeOffset At, DateTimeOffset RecordedAt, string Webhook, string? Carrier, string Url, ImmutableArray<string> Types, ImmutableArray<string> Shipments,
    ImmutableArray<string> Rules, int? PositionEveryMinutes, string Secret, string By) : WebhookEvent(At, RecordedAt, Webhook);

/// <summary>It has a new secret.</summary>
/// <param name="Secret">The new one, encrypted.</param>
/// <param name="OldUntil">How long the one before signs beside it.</param>
public sealed record WebhookSecretRotated(DateTimeOffset At, DateTimeOffset RecordedAt, string Webhook, string Secret, DateTimeOffset OldUntil, string By)
    : WebhookEvent(At, RecordedAt, Webhook);

/// <summary>Its receiver failed for too long; nothing is delivered until somebody resumes it.</summary>
public sealed record WebhookPaused(DateTimeOffset At, DateTimeOffset RecordedAt, string Webhook, string Reason) : WebhookEvent(At, RecordedAt, Webhook);

/// <summary>It goes on where it stopped.</summary>
public sealed record WebhookResumed(DateTimeOffset At, DateTimeOffset RecordedAt, string Webhook, string By) : WebhookEvent(At, RecordedAt, Webhook);

/// <summary>Its receiver said that it is gone (HTTP 410).</summary>
public sealed record WebhookDisabled(DateTimeOffset At, DateTimeOffset RecordedAt, string Webhook, string Reason) : WebhookEvent(At, RecordedAt, Webhook);

/// <summary>Nobody wants it any more.</summary>
public sealed record WebhookDeleted(DateTimeOffset At, DateTimeOffset RecordedAt, string Webhook, string By) : WebhookEvent(At, RecordedAt, Webhook);
