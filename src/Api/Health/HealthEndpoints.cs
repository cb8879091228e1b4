using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.History;
using ShipmentTracker.Api.Live;

namespace ShipmentTracker.Api.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work.</summary>
static class HealthEndpoints
{
    const string Ready = "ready";

    // No check may keep an orchestrator waiting for longer.
    static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Ready means: the database and a silo answer.</summary>
    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<HistoryHealthCheck>("history", tags: [Ready], timeout: CheckTimeout)
            .AddCheck<ClusterHealthCheck>("cluster", tags: [Ready], timeout: CheckTimeout)
            .AddCheck<LiveFeed>("live", tags: [Ready], timeout: CheckTimeout);
        return builder;
    }

    /// <summary>Open to everybody: an orchestrator has no key, and the answers tell nothing else.</summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = Write }).AllowAnonymous();
        return endpoints;
    }

    static async Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", Word(report.Status));
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", Word(entry.Status));
            if (entry.Description is { } description) json.WriteString("description", description);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
