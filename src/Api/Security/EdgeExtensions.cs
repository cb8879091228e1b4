using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Problems;

namespace ShipmentTracker.Api.Security;

/// <summary>What stands between the network and the endpoints: limits, origins, proxies.</summary>
static class EdgeExtensions
{
    static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    public static WebApplicationBuilder AddEdge(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RateOptions>().BindConfiguration(RateOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateOptions>, RateOptionsValidator>();
        services.AddOptions<EdgeOptions>().BindConfiguration(EdgeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EdgeOptions>, EdgeOptionsValidator>();

        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<EdgeOptions>>((cors, ours) => cors.AddDefaultPolicy(policy =>
        {
            // Without origins nothing of it is allowed.
            if (ours.Value.Origins.Length == 0) return;
            policy.WithOrigins(ours.Value.Origins).WithMethods("GET", "POST", "DELETE").AllowCredentials()
                .WithHeaders("Authorization", Credentials.KeyHeader, "Content-Type", "Idempotency-Key", "X-Requested-With", "X-SignalR-User-Agent")
                .WithExposedHeaders("Location", "Retry-After");
        }));

        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<EdgeOptions>>((forwarded, ours) =>
        {
            forwarded.ForwardedHeaders = ours.Value.TrustedProxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in ours.Value.TrustedProxies) forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        });

        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateOptions>>((limiter, ours) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => PartitionOf(context, ours.Value));
            limiter.OnRejected = async (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : Slice;
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await Problem.Of(StatusCodes.Status429TooManyRequests, "Too many requests; come back after the time in Retry-After.").ExecuteAsync(rejected.HttpContext);
            };
        });
        return builder;
    }

    // The key of the configuration is for the product's own scripts. Health is asked by whoever watches over the process.
    static RateLimitPartition<string> PartitionOf(HttpContext context, RateOptions options)
    {
        if (context.Request.Path.StartsWithSegments("/health")) return RateLimitPartition.GetNoLimiter("");
        if (context.User.Role() is null) return Limited($"from {context.Connection.RemoteIpAddress}", options.PerStranger);
        var credential = context.User.Credential();
        return credential == Actor.Configured ? RateLimitPartition.GetNoLimiter("")
            : context.GetEndpoint()?.Metadata.GetMetadata<AllowsMetadata>() is { Permission: Permission.PostTelemetry } ? Limited($"telemetry {credential}", options.TelemetryPerKey)
            : Limited($"key {credential}", options.PerKey);
    }

    static RateLimitPartition<string> Limited(string partition, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(partition, _ => Bucket(perMinute));

    /// <summary>A minute's worth may come at once; what was spent comes back about second by second, or one by one where that is slower.</summary>
    internal static TokenBucketRateLimiterOptions Bucket(int perMinute)
    {
        var perSlice = Math.Max(1, perMinute / 60);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = perSlice,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * perSlice / perMinute,
            QueueLimit = 0,
        };
    }
}
