using Microsoft.Extensions.Options;

namespace ShipmentTracker.History.Checkpoints;

/// <summary>How often the history is sealed up to where it is.</summary>
public sealed class CheckpointOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Checkpoints";

    /// <summary>Time between two checkpoints; none is made while nothing new is recorded. Default 1 minute.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>So many events at most are under one digest: what is to be looked through when it does not fit. Default 20,000.</summary>
    public int MostEvents { get; set; } = 20_000;
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class CheckpointOptionsValidator : IValidateOptions<CheckpointOptions>
{
    public ValidateOptionsResult Validate(string? name, CheckpointOptions options) => options switch
    {
        { Every: var every } when every < TimeSpan.FromSeconds(1) || every > TimeSpan.FromDays(1) =>
            ValidateOptionsResult.Fail($"{CheckpointOptions.Section}:{nameof(options.Every)} must be between one second and a day, not {every}"),
        { MostEvents: var most and (< 1 or > 100_000) } =>
            ValidateOptionsResult.Fail($"{CheckpointOptions.Section}:{nameof(options.MostEvents)} must be between 1 and 100000, not {most}"),
        _ => ValidateOptionsResult.Success,
    };
}
