using System.Collections.Immutable;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Rules;

namespace ShipmentTracker.Domain.Assets;

/// <summary>
/// Takes the readings of one batch one after the other, each as if it had come alone, so that it makes no difference how readings are cut into batches.
/// </summary>
/// <param name="state">The asset, tidied.</param>
sealed class Intake(AssetState state, DateTimeOffset recordedAt, RuleLimits limits, bool canBringBack)
{
    readonly ImmutableArray<Sample>.Builder readings = ImmutableArray.CreateBuilder<Sample>();
    readonly ImmutableArray<AssetEvent>.Builder alerts = ImmutableArray.CreateBuilder<AssetEvent>();
    readonly AssetState start = state;
    AssetState current = state;
    int duplicates;
    DateTimeOffset? heardAt = state.HeardAt;

    /// <summary>Takes a reading; false when it is older than those at hand and older ones can be brought back.</summary>
    public bool Take(Sample sample)
    {
        heardAt = sample.ReceivedAt > heardAt || heardAt is null ? sample.ReceivedAt : heardAt;
        Add(AssetDecider.ClearSilence(current, sample.ReceivedAt, recordedAt, "Heard again"));
        if (current.Timeline.Holds(sample) || current.HoldsSkewed(sample))
            duplicates++;
        else if (sample.Mark == SampleMark.ClockSkew)
            return TakeSkewed(sample);
        else
            return TakeInItsPlace(sample);
        return true;
    }

    /// <summary>What follows from all of them together.</summary>
    public Decision Decide(SourceRange source, int redelivered)
    {
        var taken = current.Taken(source.Log, source.Topic, source.Partition, source.LastOffset);
        if (readings.Count == 0)
        {
            // Nothing new: nothing is written for the readings. The mark and the count are kept until an event carries them; after a crash
            // the same messages are counted again, from the same count.
            return new Decision(alerts.ToImmutable(), taken with
            {
                UncountedDuplicates = start.UncountedDuplicates + duplicates,
                RepeatedAt = heardAt,
            })
            { Duplicates = duplicates, Redelivered = redelivered };
        }

        var recorded = new ReadingsRecorded(
            readings.Max(AssetFacts.When), recordedAt, source, readings.ToImmutable(), start.UncountedDuplicates + duplicates);
        var facts = start.Facts.Evolve(recorded);
        foreach (var alert in alerts)
            facts = facts.Evolve(alert);
        return new Decision([recorded, .. alerts], taken with { UncountedDuplicates = 0, Facts = facts, RepeatedAt = heardAt > facts.HeardAt ? heardAt : null })
        {
            Recorded = readings.Count,
            Duplicates = duplicates,
            Redelivered = redelivered,
        };
    }

    bool TakeSkewed(Sample sample)
    {
        readings.Add(sample);
        current = current.KeepSkewed(sample);
        if (OpenSkew() is null)
            Add(
            [
                new AlertRaised(
                    sample.ReceivedAt, recordedAt, AlertId.For(start.Facts.Asset, Rule.ClockSkew.Name, sample.ReceivedAt, current.Facts.Alerts.Select(a => a.Id)),
                    Rule.ClockSkew.Name, Rule.ClockSkew.Version, Rule.ClockSkew.Severity, current.Facts.Duty?.Shipment, false, sample.Position,
                    $"Device clock is {(sample.At - sample.ReceivedAt).TotalMinutes:0} min ahead: "
                    + (sample.AsJudged() is null ? "its readings are recorded, not judged" : "its messages count from when they are received"),
                    [new Evidence(sample.At, sample.Position, $"received at {sample.ReceivedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")]),
            ]);
        return sample.AsJudged() is not { } judged || current.Timeline.IsCrowded(judged.At) || Place(judged, out _) || !canBringBack;
    }

    bool TakeInItsPlace(Sample sample)
    {
        if (sample.At - sample.ReceivedAt < limits.ClockRight && OpenSkew() is { } skew)
            Add([new AlertCleared(sample.ReceivedAt, recordedAt, skew.Id, false, false, "Device clock is right again")]);

        if (current.Timeline.IsCrowded(sample.At))
            readings.Add(sample with { Mark = SampleMark.ClockStopped });
        else if (Place(sample, out var plausible))
            readings.Add(plausible ? sample : sample with { Mark = SampleMark.Implausible });
        else if (canBringBack)
            return false;
        else
            readings.Add(sample with { Mark = SampleMark.TooLate });
        return true;
    }

    bool Place(Sample sample, out bool plausible)
    {
        var before = current.Timeline;
        if (before.Insert(sample, out plausible) is not { } timeline)
            return false;
        current = current with { Timeline = timeline };
        if (HasChanged(before.Verdict, timeline.Verdict))
            Add(Reconciled(sample, timeline, before.Newest));
        return true;
    }

    ImmutableArray<AssetEvent> Reconciled(Sample sample, Timeline timeline, DateTimeOffset? newest) => AlertReconciler.Reconcile(
        current.Facts, timeline, recordedAt, happened => sample.At < newest || sample.ReceivedAt - happened > limits.LateAfter);

    void Add(ImmutableArray<AssetEvent> events)
    {
        if (events.IsEmpty)
            return;
        alerts.AddRange(events);
        current = current with { Facts = events.Aggregate(current.Facts, (f, e) => f.Evolve(e)) };
    }

    Alert? OpenSkew()
    {
        foreach (var alert in current.Facts.Alerts)
            if (alert.Rule == Rule.ClockSkew.Name && alert.ClearedAt is null)
                return alert;
        return null;
    }

    // References, since a step that finds nothing keeps what was found before.
    static bool HasChanged(Verdict before, Verdict after) =>
        !ReferenceEquals(before.Head.Movement.Open, after.Head.Movement.Open) || !ReferenceEquals(before.Head.Corridor.Open, after.Head.Corridor.Open)
        || before.Ended != after.Ended || before.Incidents != after.Incidents;
}
