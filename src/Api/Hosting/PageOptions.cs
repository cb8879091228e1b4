using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Hosting;

/// <summary>What the monitoring page shows behind the trucks.</summary>
public sealed class PageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Page";

    /// <summary>
    /// Where raster tiles of 256 pixels come from: an absolute address, or a path of this server, with <c>{z}</c>, <c>{x}</c> and <c>{y}</c>. Without one the page draws
    /// countries and roads of its own and asks nobody else.
    /// </summary>
    public string? TileUrl { get; set; }

    /// <summary>Whose map that is, shown on it.</summary>
    public string? TileAttribution { get; set; }

    /// <summary>The server of the tiles, for the content security policy; null without one of its own.</summary>
    internal string? TileOrigin => Uri.TryCreate(TileUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.GetLeftPart(UriPartial.Authority) : null;
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class PageOptionsValidator : IValidateOptions<PageOptions>
{
    static readonly string[] Holes = ["{z}", "{x}", "{y}"];

    public ValidateOptionsResult Validate(string? name, PageOptions options)
    {
        if (options.TileUrl is not { Length: > 0 } url) return ValidateOptionsResult.Success;
        if (!Holes.All(hole => url.Contains(hole, StringComparison.Ordinal)))
            return ValidateOptionsResult.Fail("Page:TileUrl must hold {z}, {x} and {y}");
        return url.StartsWith('/') || options.TileOrigin is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Page:TileUrl must begin with http://, https:// or /");
    }
}
