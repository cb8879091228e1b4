using ShipmentTracker.Grains;
using ShipmentTracker.History;
using ShipmentTracker.Silo.Clustering;
using ShipmentTracker.Silo.Dispatch;
using ShipmentTracker.Silo.Health;
using ShipmentTracker.Silo.Ingest;
using ShipmentTracker.Silo.Observability;
using ShipmentTracker.Silo.Webhooks;

// Its settings lie beside it, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.Services.AddSingleton(TimeProvider.System);
builder.AddObservability();
builder.Services.AddHistory(builder.Configuration);
builder.AddCluster(silo => silo.AddShipmentGrains());
builder.AddIngest();
builder.AddAlertDispatch();
builder.Services.AddWebhooks();

var app = builder.Build();

app.MapHealth();
app.MapPrometheusScrapingEndpoint("/metrics");

await app.RunAsync();
