using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api;

/// <summary>How the API answers.</summary>
public sealed class ApiOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Api";

    /// <summary>Shorter keys can be guessed.</summary>
    public const int MinKeyLength = 32;

    /// <summary>The administrator's key. No default: the API does not start without one.</summary>
    public string AdministratorKey { get; set; } = "";

    /// <summary>How long a request may take before it is answered with 503; downloads and the live hub are not limited. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest request body, in bytes. Default 2 MB: a route of 20,000 positions fits.</summary>
    public long MaxBodyBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Connections at the same time, the live hub's among them. Default 5,000.</summary>
    public long MaxConnections { get; set; } = 5_000;

    /// <summary>What a client is told to wait after a 503, in seconds. Default 5.</summary>
    public int RetryAfterSeconds { get; set; } = 5;
}

/// <summary>Refuses settings that could only fail later, and less clearly. Never repeats the key.</summary>
sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> wrong = [];
        if (options.AdministratorKey.Length == 0)
            wrong.Add($"Api:AdministratorKey is not set: give the administrator's key, at least {ApiOptions.MinKeyLength} characters");
        else if (options.AdministratorKey.Length < ApiOptions.MinKeyLength)
            wrong.Add($"Api:AdministratorKey is too short: at least {ApiOptions.MinKeyLength} characters");
        else if (options.AdministratorKey.Any(c => c is <= ' ' or > '~'))
            wrong.Add("Api:AdministratorKey must consist of printable ASCII characters without spaces, as it travels in a header");
        if (options.RequestTimeout < TimeSpan.FromSeconds(1) || options.RequestTimeout > TimeSpan.FromMinutes(10))
            wrong.Add("Api:RequestTimeout must be between 00:00:01 and 00:10:00");
        if (options.MaxBodyBytes is < 1024 or > 1024 * 1024 * 1024)
            wrong.Add("Api:MaxBodyBytes must be between 1024 and 1073741824");
        if (options.MaxConnections is < 1 or > 1_000_000)
            wrong.Add("Api:MaxConnections must be between 1 and 1000000");
        if (options.RetryAfterSeconds is < 1 or > 3600)
            wrong.Add("Api:RetryAfterSeconds must be between 1 and 3600");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
