using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>What the rules that judge by the planned way remember between fixes; folded in device-time order over fixes that can be believed.</summary>
/// <param name="DutyOf">When the duty they judge by was recorded; null off duty.</param>
public sealed record RouteRules(DateTimeOffset? DutyOf, CorridorRule Corridor, ZoneRule Zone, StopRule Stop)
{
    public static readonly RouteRules Start = new(null, CorridorRule.Start, ZoneRule.Start, StopRule.Start);

    /// <summary>Takes a fix.</summary>
    /// <param name="fix">Not older than any before.</param>
    /// <param name="duty">The one they are <see cref="Under"/>.</param>
    /// <param name="findings">Receives the episodes that end.</param>
    public RouteRules Step(Whereabouts fix, Duty? duty, ref Findings findings)
    {
        if (duty?.Corridor is not { } way)
            return this;
        var (corridor, back) = Corridor.Step(fix, duty, way);
        findings.Add(back);
        var (zone, left) = Zone.Step(fix, duty, way);
        findings.Add(left);
        var (stop, moved) = Stop.Step(fix, duty, way);
        findings.Add(moved);
        return ReferenceEquals(corridor, Corridor) && ReferenceEquals(zone, Zone) && ReferenceEquals(stop, Stop)
            ? this
            : new RouteRules(DutyOf, corridor, zone, stop);
    }

    /// <summary>What is left when another duty, or none, takes over: streaks begin anew, and what is open ends with its duty.</summary>
    public RouteRules Under(Duty? duty, Mandate mandate, ref Findings findings)
    {
        if (duty?.RecordedAt == DutyOf)
            return this;
        foreach (var open in Open())
            findings.Add(open.End(Ended(mandate) ?? open.RaisedAt, OffDuty));
        return duty is null ? Start : Start with { DutyOf = duty.RecordedAt };
    }

    /// <summary>The episode of a rule that has not ended. The next fix may still fall under a duty that has: then it is told to be over with it.</summary>
    public Episode? OpenOf(string rule, Mandate mandate)
    {
        foreach (var open in Open())
            if (open.Rule == rule)
                return Ended(mandate) is { } until ? open.End(until, OffDuty) : open;
        return null;
    }

    /// <summary>Whether the same episodes are open, as references.</summary>
    public bool HasSameOpen(RouteRules other) => ReferenceEquals(this, other)
        || (ReferenceEquals(Corridor.Open, other.Corridor.Open) && ReferenceEquals(Zone.Open, other.Zone.Open) && ReferenceEquals(Stop.Open, other.Stop.Open));

    const string OffDuty = "no longer on duty";

    IEnumerable<Episode> Open()
    {
        if (Corridor.Open is { } deviation)
            yield return deviation;
        if (Zone.Open is { } trespass)
            yield return trespass;
        if (Stop.Open is { } stop)
            yield return stop;
    }

    DateTimeOffset? Ended(Mandate mandate) => DutyOf is { } of ? mandate.DutyRecordedAt(of)?.Until : null;
}
