using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Security;

/// <summary>How API keys are looked up.</summary>
public sealed class KeyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Keys";

    /// <summary>How long a key is taken for what it was: a key that is revoked opens nothing after this long, on every API process. Default 5 s.</summary>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Keys that are remembered for that long at most. Default 10,000.</summary>
    public int CacheSize { get; set; } = 10_000;

    /// <summary>How often it is told which keys were used. Default 1 min.</summary>
    public TimeSpan TellUsesEvery { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class KeyOptionsValidator : IValidateOptions<KeyOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyOptions options)
    {
        List<string> wrong = [];
        if (options.CacheFor < TimeSpan.FromMilliseconds(10) || options.CacheFor > TimeSpan.FromMinutes(1)) wrong.Add("Keys:CacheFor must be between 00:00:00.01 and 00:01:00");
        if (options.CacheSize is < 1 or > 1_000_000) wrong.Add("Keys:CacheSize must be between 1 and 1000000");
        if (options.TellUsesEvery < TimeSpan.FromMilliseconds(100) || options.TellUsesEvery > TimeSpan.FromHours(1))
            wrong.Add("Keys:TellUsesEvery must be between 00:00:00.1 and 01:00:00");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
