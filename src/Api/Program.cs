using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Alerts;
using ShipmentTracker.Api.Assets;
using ShipmentTracker.Api.Audit;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.DeadLetters;
using ShipmentTracker.Api.Health;
using ShipmentTracker.Api.History;
using ShipmentTracker.Api.Hosting;
using ShipmentTracker.Api.Keys;
using ShipmentTracker.Api.Live;
using ShipmentTracker.Api.Observability;
using ShipmentTracker.Api.OpenApi;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Api.Shipments;
using ShipmentTracker.Api.Telemetry;
using ShipmentTracker.Api.Webhooks;

namespace ShipmentTracker.Api;

/// <summary>The API's process.</summary>
static class Program
{
    static Task<int> Main(string[] args) => CleanExit.Run(() => Build(args));

    /// <summary>The whole API, ready to run.</summary>
    /// <param name="args">Command line, as configuration.</param>
    /// <param name="adjust">Changes what was registered; for tests.</param>
    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        // Pages and settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

        builder.AddHosting();
        builder.AddObservability();
        builder.AddProblems();
        builder.AddSecurity();
        builder.AddEdge();
        builder.AddAudit();
        builder.AddCluster();
        builder.AddHistory();
        builder.AddTelemetry();
        builder.AddLiveHub();
        builder.AddHealth();
        builder.AddApiDescription();
        builder.AddPages();
        adjust?.Invoke(builder);

        var app = builder.Build();

        app.UseForwardedHeaders();
        app.UseProblems();
        app.UseSecurityHeaders(app.Services.GetRequiredService<IOptions<PageOptions>>().Value.TileOrigin);
        app.UsePages();
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseRefusalAudit();
        app.UseAuthorization();
        app.UseRequestTimeouts();
        app.UseActAudit();
        app.UseGrainsDashboardWhenConnected();

        app.MapGroup("/api/v1").WithCommonProblems()
            .MapShipments()
            .MapAssets()
            .MapAlerts()
            .MapHistory()
            .MapCheckpoints()
            .MapTelemetry()
            .MapDeadLetters()
            .MapKeys()
            .MapAudit()
            .MapWebhooks()
            .MapPageSettings();
        app.MapLiveHub();
        app.MapHealth();
        app.MapApiDescription();
        app.MapPrometheusScrapingEndpoint("/metrics").Allows(Permission.Operate);
        app.MapGrainsDashboard();
        app.MapPages();

        return app;
    }
}
