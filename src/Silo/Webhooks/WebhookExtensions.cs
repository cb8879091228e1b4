using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Silo.Webhooks;

/// <summary>Notices out to whoever asked for them.</summary>
public static class WebhookExtensions
{
    /// <summary>Delivers webhooks; driven by the history, so a restart goes on where it stopped.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<GuardedConnector>();
        services.AddSingleton<IWebhookSender, WebhookSender>();
        services.AddSingleton<IWebhookSecrets, WebhookSecrets>();
        services.AddHostedService<WebhookLook>();
        return services;
    }
}
