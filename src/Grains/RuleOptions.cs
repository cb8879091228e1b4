using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Rules;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Grains;

/// <summary>Limits of the rules where a shipment does not state its own.</summary>
public sealed class RuleOptions
{
    public const string Section = "Rules";

    /// <summary>How long nothing may be heard of a vehicle or container on duty. Default 15 minutes.</summary>
    public TimeSpan SignalLostAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long nothing may be heard of a seal on duty. Default 30 minutes.</summary>
    public TimeSpan SealSilenceAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a vehicle on duty that has stop zones may stand elsewhere. Default 15 minutes.</summary>
    public TimeSpan UnplannedStopAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A device's clock may be ahead of receipt by this much. Default 2 minutes.</summary>
    public TimeSpan ClockAhead { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A reading received this long after it happened is late. Default 5 minutes.</summary>
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Those of duties.</summary>
    public DutyLimits ToDutyLimits() => new(SignalLostAfter, SealSilenceAfter, UnplannedStopAfter);

    /// <summary>The same as the domain takes them.</summary>
    public RuleLimits ToLimits() => new() { ClockAhead = ClockAhead, ClockRight = ClockAhead / 2, LateAfter = LateAfter };
}

sealed class RuleOptionsValidator : IValidateOptions<RuleOptions>
{
    public ValidateOptionsResult Validate(string? name, RuleOptions options)
    {
        foreach (var (field, value) in new[]
        {
            (nameof(options.SignalLostAfter), options.SignalLostAfter), (nameof(options.SealSilenceAfter), options.SealSilenceAfter),
            (nameof(options.UnplannedStopAfter), options.UnplannedStopAfter),
            (nameof(options.ClockAhead), options.ClockAhead), (nameof(options.LateAfter), options.LateAfter),
        })
            if (value < TimeSpan.FromSeconds(1) || value > TimeSpan.FromDays(30))
                return ValidateOptionsResult.Fail($"{RuleOptions.Section}:{field} must be between one second and 30 days, not {value}");
        return ValidateOptionsResult.Success;
    }
}
