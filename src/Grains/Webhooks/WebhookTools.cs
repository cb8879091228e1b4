using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Grains.Webhooks;

/// <summary>What every webhook grain works with.</summary>
public sealed record WebhookTools(
    IJournal Journal, IEventLog Log, IWebhookOutbox Outbox, IWebhookSender Sender, IWebhookSecrets Secrets, TimeProvider Time, IOptions<WebhookOptions> Settings)
{
    public WebhookOptions Options { get; } = Settings.Value;

    /// <summary>When to try again.</summary>
    public RetryPlan Plan { get; } = Settings.Value.ToPlan();

    public DateTimeOffset Now => Time.GetUtcNow();
}
