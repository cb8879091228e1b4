using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ShipmentTracker.Api.Observability;

/// <summary>Metrics, traces, and what the log must not say.</summary>
static class ObservabilityExtensions
{
    /// <summary>The product's meter and activity source.</summary>
    public const string Name = "ShipmentTracker";

    /// <summary>Prometheus scrapes <c>/metrics</c>; where the standard <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, metrics and traces are sent there too.</summary>
    public static WebApplicationBuilder AddObservability(this WebApplicationBuilder builder)
    {
        // The framework's line for each request holds the query, and the live hub's query holds a key; no setting may turn that line on.
        builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
            filter.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null)));

        var send = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("shiptrack-api"));

        telemetry.WithMetrics(metrics =>
        {
            metrics
                .AddMeter(Name, "Microsoft.Orleans", "Npgsql", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections")
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter();
            if (send) metrics.AddOtlpExporter();
        });

        // Spans that nobody collects cost time on every request.
        if (send)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(Name, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
                .AddNpgsql()
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter());
        }

        return builder;
    }
}
