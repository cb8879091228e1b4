using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.Api.Live;

/// <summary>The live hub.</summary>
static class LiveExtensions
{
    // A watcher sends nothing but signs of life.
    const int MaxMessageBytes = 4 * 1024;

    public static WebApplicationBuilder AddLiveHub(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LiveOptions>, LiveOptionsValidator>();
        services.AddSignalR(signalR =>
            {
                signalR.MaximumReceiveMessageSize = MaxMessageBytes;

                // Watchers tell a dead connection by the missing signs of life.
                signalR.KeepAliveInterval = TimeSpan.FromSeconds(5);
            })
            .AddJsonProtocol(json => ApiJson.Apply(json.PayloadSerializerOptions));
        services.AddSingleton<LivePositions>();
        services.AddSingleton<LiveShare>();
        services.AddSingleton<LiveClients>();
        services.AddHostedService<LiveRevocation>();
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
        return builder;
    }

    public static IEndpointRouteBuilder MapLiveHub(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHub<LiveHub>(LiveHub.Path, connection => connection.CloseOnAuthenticationExpiration = true).Allows(Permission.Watch).DisableRequestTimeout();
        return endpoints;
    }
}
