using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ShipmentTracker.Silo.Observability;

/// <summary>Metrics and traces.</summary>
public static class ObservabilityExtensions
{
    // Room for this many is kept ready for each of some 240 metrics: the default of 2,000 takes 40 MB. The most that any has is a grain's type times a method or a topic
    // times a partition.
    const int MaxSeries = 256;

    /// <summary>Prometheus scrapes <c>/metrics</c>; where the standard <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, metrics and traces are sent there too.</summary>
    public static WebApplicationBuilder AddObservability(this WebApplicationBuilder builder)
    {
        var send = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("shiptrack-silo"));

        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters.Name, "Microsoft.Orleans", "Npgsql", "Marten").AddRuntimeInstrumentation().AddPrometheusExporter()
                .AddView(static _ => new MetricStreamConfiguration { CardinalityLimit = MaxSeries });
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
