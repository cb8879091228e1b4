using Microsoft.Extensions.Options;

namespace ShipmentTracker.History.Dispatch;

/// <summary>How alerts are handed to what must not miss one.</summary>
public sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    /// <summary>The pause after the first failure (1 s); it doubles with each failure in a row.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause (1 min).</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The most notices handed over at once (100), and the most that come again after a crash.</summary>
    public int BatchSize { get; set; } = 100;
}

sealed class DispatchOptionsValidator : IValidateOptions<DispatchOptions>
{
    public ValidateOptionsResult Validate(string? name, DispatchOptions options) => options switch
    {
        _ when options.FirstPause <= TimeSpan.Zero || options.LongestPause < options.FirstPause =>
            ValidateOptionsResult.Fail($"{DispatchOptions.Section}:FirstPause must be positive and not longer than LongestPause"),
        _ when options.BatchSize is < 1 or > 10_000 => ValidateOptionsResult.Fail($"{DispatchOptions.Section}:BatchSize must be 1 to 10000, not {options.BatchSize}"),
        _ => ValidateOptionsResult.Success,
    };
}
