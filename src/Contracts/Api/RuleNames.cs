namespace ShipmentTracker.Contracts.Api;

/// <summary>The names of the rules as they appear on the wire; fixed, whether a rule is at work already or not.</summary>
public static class RuleNames
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "route-deviation", "seal-breach", "seal-silence", "signal-lost", "separation", "unplanned-stop", "prohibited-zone", "late-arrival", "door-open",
        "sensor-limit", "low-battery", "implausible-movement", "clock-skew",
    ];
}
