using ShipmentTracker.Silo.Clustering;
using ShipmentTracker.Silo.Health;
using ShipmentTracker.Silo.Observability;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.AddObservability();
builder.AddCluster();
builder.Services.AddHealthChecks()
    .AddCheck<HistoryHealthCheck>("history", tags: [HealthEndpoints.Ready], timeout: HealthEndpoints.CheckTimeout)
    .AddCheck<ClusterHealthCheck>("cluster", tags: [HealthEndpoints.Ready], timeout: HealthEndpoints.CheckTimeout);

var app = builder.Build();

app.MapHealth();
app.MapPrometheusScrapingEndpoint("/metrics");

await app.RunAsync();
