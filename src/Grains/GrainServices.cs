using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ShipmentTracker.Grains.Assets;
using ShipmentTracker.Grains.Ingest;
using ShipmentTracker.Grains.Live;
using ShipmentTracker.Grains.Webhooks;

namespace ShipmentTracker.Grains;

/// <summary>What the grains need beside the ports of the domain, which the history provides.</summary>
public static class GrainServices
{
    /// <summary>Adds it to a silo.</summary>
    public static ISiloBuilder AddShipmentGrains(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<RuleOptions>().BindConfiguration(RuleOptions.Section).ValidateOnStart();
        silo.Services.AddSingleton<IValidateOptions<RuleOptions>, RuleOptionsValidator>();
        silo.Services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();
        silo.Services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<IIngestFrontier, IngestFrontier>();
        silo.Services.AddSingleton<AssetLoader>();
        silo.Services.AddSingleton<AssetTools>();
        silo.Services.AddSingleton<WebhookTools>();
        silo.Services.AddSingleton<LiveBoard>();
        silo.Services.AddSingleton<LiveFeed>();
        silo.Services.AddPlacementDirector<OwnSiloPlacement, OwnSiloPlacementDirector>();
        return silo.AddStartupTask<LiveFeed>();
    }
}
