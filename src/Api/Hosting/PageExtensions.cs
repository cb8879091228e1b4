using System.IO.Compression;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Orleans.Dashboard;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Hosting;

/// <summary>Pages for people.</summary>
static class PageExtensions
{
    const string DashboardPath = "/orleans";

    // Places within the page have addresses of their own; all of them are the same file.
    static readonly string[] PagePaths = ["/alerts/{*rest}", "/shipments/{*rest}", "/assets/{kind}/{id}", "/replay/{*rest}", "/admin/{*rest}"];

    /// <summary>Settings of the page, and compression of its files: they are two megabytes without.</summary>
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PageOptions>().BindConfiguration(PageOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<PageOptions>, PageOptionsValidator>();
        builder.Services.AddResponseCompression(compression =>
        {
            // The files are the same for everybody and hold no secret that their length could tell.
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/javascript", "image/svg+xml"];
        });

        // Browsers keep the files, so that smaller is better than sooner.
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
        return builder;
    }

    /// <summary>The static pages, open to everybody.</summary>
    public static WebApplication UsePages(this WebApplication app)
    {
        app.UseWhen(context => Path.HasExtension(context.Request.Path) || context.Request.Path == "/", files => files.UseResponseCompression());
        app.UseDefaultFiles();
        app.UseStaticFiles(Files());
        return app;
    }

    /// <summary>The page under the addresses of places within it, and what it asks first.</summary>
    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in PagePaths) endpoints.MapFallbackToFile(path, "index.html", Files()).AllowAnonymous();
        return endpoints;
    }

    /// <summary>What the page has to know of the installation.</summary>
    public static IEndpointRouteBuilder MapPageSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/page", Settings).WithName("GetPageSettings").WithTags("Page").Allows(Permission.Watch).WithSummary("Get what the monitoring page has to know of the installation and of whoever asks");
        return api;
    }

    static Ok<PageSettingsDto> Settings(IOptions<PageOptions> page, ClaimsPrincipal user)
    {
        var role = user.Role() ?? throw new InvalidOperationException("a stranger came through");
        var may = Enum.GetValues<Permission>().Where(permission => role.May(permission)).Select(permission => JsonNamingPolicy.CamelCase.ConvertName(permission.ToString()));
        return TypedResults.Ok(new PageSettingsDto(
            page.Value.TileUrl is { Length: > 0 } url ? url : null, page.Value.TileAttribution, new YouDto(user.ActorName(), role.Word(), user.Carrier(), [.. may])));
    }

    // A new version of the page is seen at once, and an unchanged file costs a 304; what has its content's hash in its name never changes.
    static StaticFileOptions Files() => new()
    {
        OnPrepareResponse = file => file.Context.Response.Headers[HeaderNames.CacheControl] =
            file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache",
    };

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
