using Microsoft.Extensions.Options;
using ShipmentTracker.Grains.Ingest;
using ShipmentTracker.Silo.Health;
using ShipmentTracker.Silo.Ingest.Broker;
using ShipmentTracker.Silo.Ingest.Pipeline;
using ShipmentTracker.Silo.Ingest.Posting;

namespace ShipmentTracker.Silo.Ingest;

/// <summary>Telemetry in.</summary>
public static class IngestExtensions
{
    /// <summary>Reads the telemetry topics into the assets' grains. To be added after the cluster, so that it starts after it and stops before it.</summary>
    public static WebApplicationBuilder AddIngest(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<KafkaOptions>().BindConfiguration(KafkaOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IngestOptions>, IngestOptionsValidator>();

        services.AddSingleton<IngestMetrics>();
        services.AddSingleton<IngestHealth>();
        services.AddSingleton<IAssetCalls, GrainAssetCalls>();
        services.AddSingleton<IDeadLetters, DeadLetterProducer>();
        services.AddSingleton<ITelemetryIntake, TelemetryIntake>();
        services.AddSingleton<KeptAdmin>();
        services.AddSingleton<FrontierProbe>();
        services.AddSingleton<TopicKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<TopicKeeper>());
        services.AddHostedService<IngestService>();

        services.AddHealthChecks()
            .AddCheck<TopicKeeper>("topics", tags: [HealthEndpoints.Ready], timeout: HealthEndpoints.CheckTimeout)
            .AddCheck<IngestHealth>("ingest", tags: [HealthEndpoints.Ready], timeout: HealthEndpoints.CheckTimeout);
        return builder;
    }
}
