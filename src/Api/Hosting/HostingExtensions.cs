using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.Api.Hosting;

/// <summary>The web server and what all of it shares.</summary>
static class HostingExtensions
{
    const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Address, limits, JSON, clock, shutdown.</summary>
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddSingleton(TimeProvider.System);
        services.Configure<JsonOptions>(json => ApiJson.Apply(json.SerializerOptions));

        // Downloads and the live hub are cut off then; a client sees that and comes back.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));

        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>>((kestrel, ours) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ours.Value.MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = ours.Value.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = ours.Value.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        });

        // Not in appsettings.json: that would win over ASPNETCORE_URLS.
        if (!HasAddress(builder.Configuration)) builder.WebHost.UseUrls(DefaultUrl);
        return builder;
    }

    static bool HasAddress(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration["urls"]) || !string.IsNullOrEmpty(configuration["http_ports"]) || !string.IsNullOrEmpty(configuration["https_ports"])
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
