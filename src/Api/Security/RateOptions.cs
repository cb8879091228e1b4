using System.Net;
using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Security;

/// <summary>How often somebody may ask.</summary>
public sealed class RateOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "RateLimits";

    /// <summary>Requests a minute of one key, or of the bearer of one token; as many at once. Default 1,200.</summary>
    public int PerKey { get; set; } = 1_200;

    /// <summary>Posts of telemetry a minute of one key, apart from its other requests. Default 1,200.</summary>
    public int TelemetryPerKey { get; set; } = 1_200;

    /// <summary>Requests a minute from one network address of whoever is not known. Default 300.</summary>
    public int PerStranger { get; set; } = 300;
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class RateOptionsValidator : IValidateOptions<RateOptions>
{
    public ValidateOptionsResult Validate(string? name, RateOptions options)
    {
        List<string> wrong = [];
        if (options.PerKey is < 1 or > 10_000_000) wrong.Add("RateLimits:PerKey must be between 1 and 10000000");
        if (options.TelemetryPerKey is < 1 or > 10_000_000) wrong.Add("RateLimits:TelemetryPerKey must be between 1 and 10000000");
        if (options.PerStranger is < 1 or > 10_000_000) wrong.Add("RateLimits:PerStranger must be between 1 and 10000000");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}

/// <summary>Whom browsers and proxies may speak for.</summary>
public sealed class EdgeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Edge";

    /// <summary>Origins whose pages may call the API from a browser (CORS), such as <c>https://portal.example.org</c>. Default none.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>Addresses of proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Default none: anybody could write them.</summary>
    public string[] TrustedProxies { get; set; } = [];
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class EdgeOptionsValidator : IValidateOptions<EdgeOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeOptions options)
    {
        List<string> wrong = [];
        foreach (var origin in options.Origins)
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.GetLeftPart(UriPartial.Authority) != origin)
                wrong.Add($"Edge:Origins: \"{origin}\" is no origin such as https://portal.example.org");
        foreach (var proxy in options.TrustedProxies)
            if (!IPAddress.TryParse(proxy, out _))
                wrong.Add($"Edge:TrustedProxies: \"{proxy}\" is no network address");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
