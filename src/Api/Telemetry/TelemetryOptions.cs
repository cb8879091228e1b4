using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Telemetry;

/// <summary>How much telemetry is taken over HTTP at once.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>Messages in one post at most. Default 1,000.</summary>
    public int MaxItems { get; set; } = 1_000;

    /// <summary>Bytes of one post at most. Default 1 MB.</summary>
    public long MaxBytes { get; set; } = 1024 * 1024;
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        List<string> wrong = [];
        if (options.MaxItems is < 1 or > 10_000) wrong.Add("Telemetry:MaxItems must be between 1 and 10000");
        if (options.MaxBytes is < 1024 or > 64 * 1024 * 1024) wrong.Add("Telemetry:MaxBytes must be between 1024 and 67108864");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
