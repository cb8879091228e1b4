using System.Collections.Immutable;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// Compares the alerts there are with what the rules find over the readings, and says what must happen to the alerts so that they tell the same. A late reading
/// may raise an alert, move it, or take it back.
/// </summary>
public static class AlertReconciler
{
    static readonly ImmutableArray<Rule> WithEpisodes = [Rule.ImplausibleMovement, Rule.RouteDeviation, Rule.ProhibitedZone, Rule.UnplannedStop];

    /// <summary>The events that bring the alerts in line.</summary>
    /// <param name="facts">The asset, with the alerts at hand.</param>
    /// <param name="timeline">Its readings and what was found over them.</param>
    /// <param name="recordedAt">Now.</param>
    /// <param name="isLate">Whether something that happened at a device time is told late.</param>
    public static ImmutableArray<AssetEvent> Reconcile(AssetFacts facts, Timeline timeline, DateTimeOffset recordedAt, Func<DateTimeOffset, bool> isLate)
    {
        var scribe = new Scribe(facts, recordedAt, isLate);
        foreach (var rule in WithEpisodes)
            Conditions(rule, timeline, scribe);
        Incidents(Rule.SealBreach, timeline, scribe);
        return scribe.Events;
    }

    static void Conditions(Rule rule, Timeline timeline, Scribe scribe)
    {
        var episodes = timeline.EpisodesOf(rule).OrderBy(e => e.RaisedAt).ToList();
        var alerts = scribe.AlertsOf(rule).OrderBy(a => a.RaisedAt).ToList();
        if (episodes.Count == 0 && alerts.Count == 0)
            return;

        var pairs = new List<(Alert Alert, Episode Episode)>();
        foreach (var episode in episodes.ToList())
        {
            if (alerts.Find(a => a.RaisedAt == episode.RaisedAt) is not { } same)
                continue;
            pairs.Add((same, episode));
            alerts.Remove(same);
            episodes.Remove(episode);
        }

        // What is left over on both sides has moved in time; what was taken back before stays so, and what began before the readings at hand is settled.
        alerts.RemoveAll(a => a.Retracted || a.RaisedAt < timeline.Horizon);
        foreach (var (alert, episode) in alerts.Zip(episodes).ToList())
        {
            pairs.Add((alert, episode));
            alerts.Remove(alert);
            episodes.Remove(episode);
        }

        foreach (var alert in alerts)
            scribe.Retract(alert);
        foreach (var (alert, episode) in pairs)
            scribe.Align(alert, episode);
        foreach (var episode in episodes)
            scribe.Raise(rule, episode);
    }

    // Incidents of one rule gather in one alert until an officer closes it: an open breach that gets worse is not a second alert.
    static void Incidents(Rule rule, Timeline timeline, Scribe scribe)
    {
        var alerts = scribe.AlertsOf(rule).Where(a => !a.Retracted).ToList();
        var closed = alerts.Where(a => !a.IsOpen).ToList();
        var happened = timeline.Verdict.Found.Incidents.RemoveAll(i => closed.Exists(a => Scribe.RestsOn(a, i.Evidence)));
        if (alerts.Find(a => a.IsOpen) is not { } open)
        {
            if (!happened.IsEmpty)
                scribe.Raise(rule, happened);
            return;
        }

        // What is no longer at hand stays; what is at hand is as it is found now.
        ImmutableArray<Evidence> evidence =
        [
            .. open.Evidence.Where(e => e.At < timeline.Horizon),
            .. happened.Select(i => i.Evidence).OrderBy(e => e.At).ThenBy(e => e.What, StringComparer.Ordinal),
        ];
        if (evidence.IsEmpty)
            scribe.Retract(open);
        else
            scribe.Gather(open, evidence, evidence[0].At < timeline.Horizon && open.Shipment is { } shipment ? shipment : ShipmentOf(happened));
    }

    // What began before a departure may go on after it: the alert concerns the first shipment it touched.
    static string? ShipmentOf(ImmutableArray<Incident> incidents) => incidents.FirstOrDefault(i => i.Shipment is not null)?.Shipment;

    sealed class Scribe(AssetFacts facts, DateTimeOffset recordedAt, Func<DateTimeOffset, bool> isLate)
    {
        // An alert keeps the first evidence, which raised it, and the newest.
        const int MaxEvidence = 20;

        readonly ImmutableArray<AssetEvent>.Builder events = ImmutableArray.CreateBuilder<AssetEvent>();
        readonly List<string> ids = [.. facts.Alerts.Select(a => a.Id)];

        /// <summary>Whether an alert rests on this; when it rests on more than it can keep, what is between the first and the newest is among it.</summary>
        public static bool RestsOn(Alert alert, Evidence evidence) => alert.Evidence.Contains(evidence)
            || (alert.Evidence.Length == MaxEvidence && evidence.At > alert.Evidence[0].At && evidence.At <= alert.Evidence[1].At);

        public ImmutableArray<AssetEvent> Events => events.ToImmutable();

        public IEnumerable<Alert> AlertsOf(Rule rule) => facts.Alerts.Where(a => a.Rule == rule.Name);

        public void Raise(Rule rule, Episode episode)
        {
            var id = NewId(rule, episode.RaisedAt);
            events.Add(new AlertRaised(
                episode.RaisedAt, recordedAt, id, rule.Name, rule.Version, rule.Severity, episode.Shipment, isLate(episode.RaisedAt), episode.Position,
                episode.Message, episode.Evidence));
            if (episode.ClearedAt is { } end)
                events.Add(new AlertCleared(end, recordedAt, id, isLate(end), false, Sentence(episode.Ending)));
        }

        public void Raise(Rule rule, ImmutableArray<Incident> incidents)
        {
            var first = incidents[0];
            events.Add(new AlertRaised(
                first.At, recordedAt, NewId(rule, first.At), rule.Name, rule.Version, rule.Severity,
                ShipmentOf(incidents), isLate(first.At), first.Position,
                Message(first.Evidence, incidents[^1].Evidence), Bounded([.. incidents.Select(i => i.Evidence)])));
        }

        public void Align(Alert alert, Episode episode)
        {
            var sameStart = alert.RaisedAt == episode.RaisedAt && alert.Shipment == episode.Shipment && !alert.Retracted
                && alert.Evidence.SequenceEqual(episode.Evidence);
            if (sameStart && alert.ClearedAt == episode.ClearedAt)
                return;
            if (sameStart && alert.ClearedAt is null && episode.ClearedAt is { } end)
                events.Add(new AlertCleared(end, recordedAt, alert.Id, isLate(end), false, Sentence(episode.Ending)));
            else
                events.Add(new AlertUpdated(
                    episode.RaisedAt, recordedAt, alert.Id, episode.RaisedAt, episode.ClearedAt, episode.Shipment, true, episode.Position, episode.Message, episode.Evidence));
        }

        public void Gather(Alert alert, ImmutableArray<Evidence> evidence, string? shipment)
        {
            var bounded = Bounded(evidence);
            if (!bounded.SequenceEqual(alert.Evidence) || shipment != alert.Shipment)
                events.Add(new AlertUpdated(
                    evidence[^1].At, recordedAt, alert.Id, evidence[0].At, null, shipment, isLate(evidence[^1].At), evidence[^1].Position ?? evidence[0].Position,
                    Message(evidence[0], evidence[^1]), bounded));
        }

        public void Retract(Alert alert) =>
            events.Add(new AlertCleared(alert.RaisedAt, recordedAt, alert.Id, true, true, "Taken back: readings that came late show that it did not happen"));

        string NewId(Rule rule, DateTimeOffset raisedAt)
        {
            var id = AlertId.For(facts.Asset, rule.Name, raisedAt, ids);
            ids.Add(id);
            return id;
        }

        static string Message(Evidence first, Evidence last) => Sentence(first == last ? first.What : $"{first.What}, then {last.What}");

        static string Sentence(string? text) => string.IsNullOrEmpty(text) ? "Over" : char.ToUpperInvariant(text[0]) + text[1..];

        static ImmutableArray<Evidence> Bounded(ImmutableArray<Evidence> evidence) =>
            evidence.Length <= MaxEvidence ? evidence : [evidence[0], .. evidence.TakeLast(MaxEvidence - 1)];
    }
}
