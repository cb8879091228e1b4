namespace ShipmentTracker.Api.Security;

/// <summary>Headers that keep browsers careful with every answer.</summary>
static class SecurityHeaders
{
    // Answers that are no page run nothing, whatever somebody got a browser to take them for.
    const string NoPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // Pages of others, shipped with us: they bring scripts within their HTML.
    static readonly PathString[] OthersPages = ["/docs", "/orleans"];

    static readonly PathString[] NoPages = ["/api", "/live", "/metrics", "/health", "/openapi"];

    /// <summary>Sets them. Comes before everything that answers.</summary>
    /// <param name="app">The API.</param>
    /// <param name="tiles">The server the page's map may load tiles from; null without one.</param>
    public static WebApplication UseSecurityHeaders(this WebApplication app, string? tiles)
    {
        var (page, othersPage) = (Page("'self'", tiles), Page("'self' 'unsafe-inline' 'unsafe-eval'", tiles));
        app.Use((context, next) =>
        {
            // At the last moment: an answer that fails on the way loses what was set before.
            context.Response.OnStarting(() =>
            {
                Set(context, page, othersPage);
                return Task.CompletedTask;
            });
            return next(context);
        });
        return app;
    }

    static void Set(HttpContext context, string page, string othersPage)
    {
        var path = context.Request.Path;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Array.Exists(NoPages, p => path.StartsWithSegments(p)) ? NoPage : Array.Exists(OthersPages, p => path.StartsWithSegments(p)) ? othersPage : page;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

        // What one key may read must not be found by the next one in a cache on the way.
        if (path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }

    // No page may load or send anything elsewhere, but for the tiles that were asked for: the product must work, and keep to itself, in a closed network.
    static string Page(string scripts, string? tiles)
    {
        var alsoTiles = tiles is null ? "" : $" {tiles}";
        return $"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:{alsoTiles}; font-src 'self' data:; "
            + $"connect-src 'self' ws: wss:{alsoTiles}; worker-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";
    }
}
