using Microsoft.Net.Http.Headers;
using Orleans.Dashboard;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Security;

namespace ShipmentTracker.Api.Hosting;

/// <summary>Pages for people.</summary>
static class PageExtensions
{
    const string DashboardPath = "/orleans";

    // No page may load or send anything elsewhere: the product must work, and keep to itself, in a closed network.
    const string OwnThingsOnly =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    /// <summary>The static pages, open to everybody, and headers that keep browsers careful with every answer.</summary>
    public static WebApplication UsePages(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = OwnThingsOnly;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // A new version is seen at once; an unchanged file costs a 304.
            OnPrepareResponse = file => file.Context.Response.Headers[HeaderNames.CacheControl] = "no-cache",
        });
        return app;
    }

    /// <summary>
    /// Answers 503 for the dashboard until the first silo is found: Orleans' client must not be called before, it fails then in ways that look like mistakes
    /// of ours. Comes after authorization.
    /// </summary>
    public static WebApplication UseGrainsDashboardWhenConnected(this WebApplication app)
    {
        var cluster = app.Services.GetRequiredService<ICluster>();
        app.Use((context, next) => context.Request.Path.StartsWithSegments(DashboardPath) && cluster.TryGetGrains() is null
            ? throw new ClusterAwayException()
            : next(context));
        return app;
    }

    /// <summary>Orleans' dashboard at <c>/orleans</c>.</summary>
    public static IEndpointRouteBuilder MapGrainsDashboard(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOrleansDashboard(DashboardPath).Allows(Permission.Operate).ExcludeFromDescription();
        return endpoints;
    }
}
