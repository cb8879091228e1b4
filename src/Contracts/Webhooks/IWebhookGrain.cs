using System.Collections.Immutable;
using Orleans.Concurrency;

namespace ShipmentTracker.Contracts.Webhooks;

/// <summary>Makes new webhooks.</summary>
[Alias("shiptrack.IWebhookDeskGrain")]
public interface IWebhookDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Makes one under a new id. Its secret is told here and never again.</summary>
    [Alias("Create")]
    ValueTask<Outcome<WebhookSecret>> Create(CreateWebhook command, CancellationToken cancellationToken);
}

/// <summary>One receiver of notices, and the delivery of them. The key is its id.</summary>
[Alias("shiptrack.IWebhookGrain")]
public interface IWebhookGrain : IGrainWithStringKey
{
    [Alias("Create")]
    ValueTask<Outcome<WebhookSecret>> Create(CreateWebhook command, CancellationToken cancellationToken);

    /// <summary>Gives it a new secret; for a while both sign.</summary>
    [Alias("Rotate")]
    ValueTask<Outcome<WebhookSecret>> Rotate(WebhookCommand command, CancellationToken cancellationToken);

    /// <summary>Goes on where it was paused or disabled; one that is at work tries again at once what waits for its next try.</summary>
    [Alias("Resume")]
    ValueTask<Outcome<WebhookInfo>> Resume(WebhookCommand command, CancellationToken cancellationToken);

    /// <summary>Ends it. What was not delivered is not delivered any more.</summary>
    [Alias("Delete")]
    ValueTask<Outcome<WebhookInfo>> Delete(WebhookCommand command, CancellationToken cancellationToken);

    /// <summary>Sends a test notice now, whatever its state, and tells what came of it. It is not tried again.</summary>
    /// <remarks>The answer may take as long as the longest <c>Webhooks:Timeout</c> there can be, a minute, and what is written about it.</remarks>
    [Alias("Test"), AlwaysInterleave, ResponseTimeout("00:01:15")]
    ValueTask<Outcome<DeliveryInfo>> Test(WebhookCommand command, CancellationToken cancellationToken);

    /// <summary>Sends one delivery's notice again, beside the others: nothing waits for it.</summary>
    [Alias("Redeliver")]
    ValueTask<Outcome<DeliveryInfo>> Redeliver(WebhookCommand command, string delivery, CancellationToken cancellationToken);

    /// <summary>Sends all that was recorded in a span of time again, in order per shipment; tells how many notices that is.</summary>
    [Alias("RedeliverRange")]
    ValueTask<Outcome<int>> RedeliverRange(WebhookCommand command, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>What it is; refused when there is none, or it is not of the carrier that asks.</summary>
    [Alias("GetInfo"), AlwaysInterleave]
    ValueTask<Outcome<WebhookInfo>> GetInfo(WebhookCommand command, CancellationToken cancellationToken);

    /// <summary>There may be something to deliver.</summary>
    [Alias("Wake"), AlwaysInterleave]
    ValueTask Wake(CancellationToken cancellationToken);
}

/// <summary>A new webhook as its owner states it; checked by the domain.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.CreateWebhook")]
public sealed record CreateWebhook
{
    /// <summary>Whose shipments it tells of; null: everybody's.</summary>
    [Id(0)] public string? Carrier { get; init; }

    [Id(1)] public string? Url { get; init; }

    /// <summary>Types of notices, <c>*</c> for all.</summary>
    [Id(2)] public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Only these shipments; none: all.</summary>
    [Id(3)] public ImmutableArray<string> Shipments { get; init; } = [];

    /// <summary>Of the alerts only these rules'; none: all.</summary>
    [Id(4)] public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>How often the positions are told, in minutes.</summary>
    [Id(5)] public int? PositionEveryMinutes { get; init; }

    [Id(6)] public required string By { get; init; }
}

/// <summary>Who wants something of a webhook.</summary>
/// <param name="Carrier">The carrier that asks: others' webhooks do not exist for it; null: whoever may see all of them.</param>
/// <param name="By">Who says so.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.WebhookCommand")]
public sealed record WebhookCommand([property: Id(0)] string? Carrier, [property: Id(1)] string By);

/// <summary>A secret, told once.</summary>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Secret"><c>whsec_</c> and the base64 of 32 random bytes.</param>
/// <param name="OldSecretUntil">How long the one before still signs beside it.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.WebhookSecret")]
public sealed record WebhookSecret([property: Id(0)] string Webhook, [property: Id(1)] string Secret, [property: Id(2)] DateTimeOffset? OldSecretUntil)
{
    /// <summary>Does not tell the secret: records are logged.</summary>
    public override string ToString() => $"secret of {Webhook}";
}

/// <summary>Whether a webhook is at work.</summary>
public enum WebhookStatus
{
    Active,

    /// <summary>Its receiver failed for too long; its owner may resume it.</summary>
    Paused,

    /// <summary>Its receiver said that it is gone (HTTP 410).</summary>
    Disabled,

    Deleted,
}

/// <summary>A webhook as it stands; never with its secret.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.WebhookInfo")]
public sealed record WebhookInfo
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public string? Carrier { get; init; }
    [Id(2)] public required string Url { get; init; }
    [Id(3)] public required ImmutableArray<string> Types { get; init; }
    [Id(4)] public required ImmutableArray<string> Shipments { get; init; }
    [Id(5)] public required ImmutableArray<string> Rules { get; init; }
    [Id(6)] public int? PositionEveryMinutes { get; init; }
    [Id(7)] public required WebhookStatus Status { get; init; }

    /// <summary>Why it is paused or disabled.</summary>
    [Id(8)] public string? Reason { get; init; }

    /// <summary>Since when it is in this state.</summary>
    [Id(9)] public required DateTimeOffset StatusSince { get; init; }

    [Id(10)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(11)] public required string CreatedBy { get; init; }

    /// <summary>Until when the secret before the present one signs too.</summary>
    [Id(12)] public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>How its deliveries go.</summary>
    [Id(13)] public required WebhookHealth Health { get; init; }
}

/// <summary>How a webhook's deliveries go.</summary>
/// <param name="FailuresInARow">Tries that failed since the last success.</param>
/// <param name="FailingSince">When the first of them was.</param>
/// <param name="HoldUntil">The receiver asked not to be called before (<c>Retry-After</c>, RFC 9110 section 10.2.3).</param>
/// <param name="LastDeliveredAt">When a delivery last succeeded.</param>
/// <param name="Pending">Deliveries that wait for their turn or their next try.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.WebhookHealth")]
public sealed record WebhookHealth(
    [property: Id(0)] int FailuresInARow, [property: Id(1)] DateTimeOffset? FailingSince, [property: Id(2)] DateTimeOffset? HoldUntil,
    [property: Id(3)] DateTimeOffset? LastDeliveredAt, [property: Id(4)] int Pending);

/// <summary>Where a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>It waits for its turn or its next try.</summary>
    Pending,

    Delivered,

    /// <summary>It is not tried any more.</summary>
    Failed,
}

/// <summary>One notice on its way to one receiver.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.DeliveryInfo")]
public sealed record DeliveryInfo
{
    [Id(0)] public required string Id { get; init; }

    /// <summary>The notice's id, the same on every try and every redelivery: the header <c>webhook-id</c>.</summary>
    [Id(1)] public required string Notice { get; init; }

    [Id(2)] public required string Type { get; init; }
    [Id(3)] public string? Shipment { get; init; }
    [Id(4)] public required DeliveryStatus Status { get; init; }
    [Id(5)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next, at the earliest.</summary>
    [Id(6)] public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>It was asked for again by hand.</summary>
    [Id(7)] public required bool Redelivery { get; init; }

    /// <summary>The newest tries, in order.</summary>
    [Id(8)] public required ImmutableArray<DeliveryTry> Tries { get; init; }
}

/// <summary>One try to deliver.</summary>
/// <param name="At">When.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="LatencyMs">How long it took, in milliseconds.</param>
/// <param name="Answer">The beginning of the answer's body.</param>
/// <param name="Failure">Why it failed, in words; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.DeliveryTry")]
public sealed record DeliveryTry(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] int? Status, [property: Id(2)] double LatencyMs, [property: Id(3)] string? Answer,
    [property: Id(4)] string? Failure);
