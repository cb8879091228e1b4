using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Domain.Alerts;

/// <summary>A rule that raises alerts: its public name, the version of its logic, and how much its alerts matter.</summary>
/// <param name="Name">Fixed, used in the API and in stored events.</param>
/// <param name="Version">Raised whenever the same readings could give another judgement.</param>
/// <param name="Severity">Of the alerts it raises.</param>
public sealed record Rule(string Name, int Version, AlertSeverity Severity)
{
    /// <summary>The vehicle left its corridor.</summary>
    public static readonly Rule RouteDeviation = new("route-deviation", 1, AlertSeverity.Warning);

    /// <summary>A seal was tampered with, cut, or opened without leave.</summary>
    public static readonly Rule SealBreach = new("seal-breach", 1, AlertSeverity.Critical);

    /// <summary>A seal on duty has not been heard for too long.</summary>
    public static readonly Rule SealSilence = new("seal-silence", 1, AlertSeverity.Warning);

    /// <summary>A vehicle or container on duty has not been heard for too long.</summary>
    public static readonly Rule SignalLost = new("signal-lost", 1, AlertSeverity.Warning);

    /// <summary>The vehicle stood still for too long where it may not.</summary>
    public static readonly Rule UnplannedStop = new("unplanned-stop", 1, AlertSeverity.Warning);

    /// <summary>Inside a zone where it must not be.</summary>
    public static readonly Rule ProhibitedZone = new("prohibited-zone", 1, AlertSeverity.Warning);

    /// <summary>A position that no vehicle could have reached.</summary>
    public static readonly Rule ImplausibleMovement = new("implausible-movement", 1, AlertSeverity.Info);

    /// <summary>The device's clock runs ahead.</summary>
    public static readonly Rule ClockSkew = new("clock-skew", 1, AlertSeverity.Info);
}
