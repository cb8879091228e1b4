using System.Globalization;

namespace ShipmentTracker.Domain.Tests.Harness;

/// <summary>An event as a test speaks of it: what happened, to which rule's alert, at which minute, told late or not.</summary>
sealed record Told(string What, string? Rule = null, double? Minute = null, bool Late = false)
{
    public static Told Raised(Rule rule, double minute, bool late = false) => new("raised", rule.Name, minute, late);

    public static Told Cleared(Rule rule, double minute, bool late = false) => new("cleared", rule.Name, minute, late);

    /// <summary>Taken back: it never held.</summary>
    public static Told TakenBack(Rule rule, double minute) => new("taken back", rule.Name, minute, true);

    /// <summary>Changed; the minute is when it now began.</summary>
    public static Told Updated(Rule rule, double minute, bool late = false) => new("updated", rule.Name, minute, late);

    public static Told Recorded(int readings, int duplicates = 0) => new($"{readings} recorded, {duplicates} duplicates");

    public static Told TookDuty { get; } = new("on duty");
    public static Told LeftDuty { get; } = new("off duty");
    public static Told UnlockAllowed { get; } = new("unlock allowed");

    public override string ToString() =>
        $"{What}{(Rule is null ? "" : $" {Rule}")}{(Minute is { } m ? string.Create(CultureInfo.InvariantCulture, $" at minute {m}") : "")}{(Late ? ", late" : "")}";

    /// <summary>An event in these words; alerts are known by the rule in their id.</summary>
    public static Told Of(AssetEvent @event, IEnumerable<Alert> alerts) => @event switch
    {
        AlertRaised e => new("raised", e.Rule, At(e.At), e.Late),
        AlertCleared { Retracted: true } e => new("taken back", RuleOf(e, alerts), At(e.At), e.Late),
        AlertCleared e => new("cleared", RuleOf(e, alerts), At(e.At), e.Late),
        AlertUpdated e => new("updated", RuleOf(e, alerts), At(e.RaisedAt), e.Late),
        AlertAcknowledged e => new("acknowledged", RuleOf(e, alerts), At(e.At)),
        AlertClosed e => new("closed", RuleOf(e, alerts), At(e.At)),
        ReadingsRecorded e => Recorded(e.Readings.Length, e.Duplicates),
        DutyAssigned => TookDuty,
        DutyReleased => LeftDuty,
        _ => UnlockAllowed,
    };

    static string RuleOf(AlertEvent e, IEnumerable<Alert> alerts) => alerts.First(a => a.Id == e.AlertId).Rule;

    static double At(DateTimeOffset at) => Math.Round((at - Make.Start).TotalMinutes, 6);
}
