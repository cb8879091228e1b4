using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ShipmentTracker.Silo.Observability;

/// <summary>Metrics and traces.</summary>
public static class ObservabilityExtensions
{
    /// <summary>Prometheus scrapes <c>/metrics</c>; where the standard <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, metrics and traces are sent there too.</summary>
    public static WebApplicationBuilder AddObservability(this WebApplicationBuilder builder)
    {
        var send = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("shiptrack-silo"));

        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters.Name, "Microsoft.Orleans", "Npgsql", "Marten").AddRuntimeInstrumentation().AddPrometheusExporter();
            if (send) metrics.AddOtlpExporter();
        });

        // Spans that nobody collects cost time on the hot path.
        if (send)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(Meters.Name, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application", "Marten")
                .AddNpgsql()
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter());
        }

        return builder;
    }
}
