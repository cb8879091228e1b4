using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Rules;

namespace ShipmentTracker.Domain.Assets;

/// <summary>
/// Takes the readings of one batch one after the other, each as if it had come alone, so that it makes no difference how readings are cut into batches.
/// </summary>
/// <param name="start">The asset, tidied.</param>
/// <param name="readings">The readings; they become what is recorded of them.</param>
ref struct Intake(AssetState start, DateTimeOffset recordedAt, RuleLimits limits, bool canBringBack, Sample[] readings)
{
    readonly Timeline timeline = start.Timeline.Draft();
    int count;
    ImmutableArray<AssetEvent> alerts = [];
    AssetFacts facts = start.Facts;
    ImmutableArray<Sample> skewed = start.Skewed;
    int duplicates;
    DateTimeOffset newest = DateTimeOffset.MinValue;
    DateTimeOffset heardAt = start.HeardAt ?? DateTimeOffset.MinValue;

    /// <summary>Takes them; false when one is older than those at hand and older ones can be brought back.</summary>
    public bool TakeAll()
    {
        foreach (var reading in readings)
            if (!Take(reading))
                return false;
        return true;
    }

    bool Take(Sample sample)
    {
        var receivedAt = sample.ReceivedAt;
        heardAt = receivedAt > heardAt ? receivedAt : heardAt;
        if (AssetDecider.ClearSilence(facts, receivedAt, recordedAt, "Heard again") is { } heard)
            Add([heard]);
        if (timeline.Holds(sample) || AssetState.Holds(skewed, sample))
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
        var watermarks = start.Marked(source.Log, source.Topic, source.Partition, source.LastOffset);
        if (count == 0)
        {
            // Nothing new: nothing is written for the readings. The mark and the count are kept until an event carries them; after a crash
            // the same messages are counted again, from the same count.
            return new Decision(alerts, start with
            {
                Facts = facts,
                Watermarks = watermarks,
                UncountedDuplicates = start.UncountedDuplicates + duplicates,
                RepeatedAt = heardAt,
            })
            { Duplicates = duplicates, Redelivered = redelivered };
        }

        var recorded = new ReadingsRecorded(
            newest, recordedAt, source, count == readings.Length ? ImmutableCollectionsMarshal.AsImmutableArray(readings) : [.. readings.AsSpan(0, count)],
            start.UncountedDuplicates + duplicates);
        var next = start.Facts.Evolve(recorded);
        foreach (var alert in alerts)
            next = next.Evolve(alert);
        return new Decision([recorded, .. alerts], start with
        {
            Facts = next,
            RepeatedAt = heardAt > next.HeardAt ? heardAt : null,
            Timeline = timeline,
            Watermarks = watermarks,
            Skewed = skewed,
            UncountedDuplicates = 0,
        })
        {
            Recorded = count,
            Duplicates = duplicates,
            Redelivered = redelivered,
        };
    }

    // What is recorded is never ahead of what is taken, so the one makes room for the other.
    void Record(Sample sample)
    {
        readings[count++] = sample;
        var happened = AssetFacts.When(sample);
        newest = happened > newest ? happened : newest;
    }

    bool TakeSkewed(Sample sample)
    {
        Record(sample);
        skewed = AssetState.Kept(skewed, sample);
        if (OpenSkew() is null)
            Add(
            [
                new AlertRaised(
                    sample.ReceivedAt, recordedAt, AlertId.For(facts.Asset, Rule.ClockSkew.Name, sample.ReceivedAt, facts.Alerts.Select(a => a.Id)),
                    Rule.ClockSkew.Name, Rule.ClockSkew.Version, Rule.ClockSkew.Severity, facts.Duty?.Shipment, false, sample.Position,
                    $"Device clock is {(sample.At - sample.ReceivedAt).TotalMinutes:0} min ahead: "
                    + (sample.AsJudged() is null ? "its readings are recorded, not judged" : "its messages count from when they are received"),
                    [new Evidence(sample.At, sample.Position, $"received at {sample.ReceivedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")]),
            ]);
        return sample.AsJudged() is not { } judged || timeline.IsCrowded(judged.At) || Place(judged, out _) || !canBringBack;
    }

    bool TakeInItsPlace(Sample sample)
    {
        if (sample.At - sample.ReceivedAt < limits.ClockRight && OpenSkew() is { } skew)
            Add([new AlertCleared(sample.ReceivedAt, recordedAt, skew.Id, false, false, "Device clock is right again")]);

        if (timeline.IsCrowded(sample.At))
            Record(sample with { Mark = SampleMark.ClockStopped });
        else if (Place(sample, out var plausible))
            Record(plausible ? sample : sample with { Mark = SampleMark.Implausible });
        else if (canBringBack)
            return false;
        else
            Record(sample with { Mark = SampleMark.TooLate });
        return true;
    }

    bool Place(Sample sample, out bool plausible)
    {
        var before = timeline.Newest;
        var (head, found) = timeline.Verdict;
        if (!timeline.Insert(sample, out plausible))
            return false;
        if (HasChanged(head, found, timeline.Verdict))
            Add(AlertReconciler.Reconcile(facts, timeline, recordedAt, IsLate(sample, before, limits.LateAfter)));
        return true;
    }

    static Func<DateTimeOffset, bool> IsLate(Sample sample, DateTimeOffset? newest, TimeSpan after) =>
        happened => sample.At < newest || sample.ReceivedAt - happened > after;

    void Add(ImmutableArray<AssetEvent> events)
    {
        if (events.IsEmpty)
            return;
        alerts = alerts.AddRange(events);
        foreach (var e in events)
            facts = facts.Evolve(e);
    }

    Alert? OpenSkew()
    {
        foreach (var alert in facts.Alerts)
            if (alert.Rule == Rule.ClockSkew.Name && alert.ClearedAt is null)
                return alert;
        return null;
    }

    // References, since a step that finds nothing keeps what was found before.
    static bool HasChanged(in Judgement head, in Findings found, in Verdict after) =>
        !ReferenceEquals(head.Movement.Open, after.Head.Movement.Open) || !head.Route.HasSameOpen(after.Head.Route)
        || found.Ended != after.Found.Ended || found.Incidents != after.Found.Incidents;
}
