using System.Collections.Immutable;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Rules;

namespace ShipmentTracker.Domain.Assets;

/// <summary>
/// Takes the readings of one batch one after the other, each as if it had come alone, so that it makes no difference how readings are cut into batches.
/// </summary>
sealed class Intake(AssetState state, DateTimeOffset recordedAt, RuleLimits limits, DateTimeOffset keepFrom)
{
    readonly AssetState start = state;
    readonly ImmutableArray<Sample>.Builder readings = ImmutableArray.CreateBuilder<Sample>();
    readonly ImmutableArray<AssetEvent>.Builder alerts = ImmutableArray.CreateBuilder<AssetEvent>();
    AssetState current = state.Tidy(keepFrom);
    int duplicates;
    DateTimeOffset? heardAt;

    /// <summary>Whether the device's clock runs ahead.</summary>
    public bool IsAhead(Sample sample) => sample.At - sample.ReceivedAt > limits.ClockAhead;

    /// <summary>Takes a reading; false when it is older than those at hand and older ones can be brought back.</summary>
    public bool Take(Sample sample)
    {
        heardAt = sample.ReceivedAt > heardAt || heardAt is null ? sample.ReceivedAt : heardAt;
        Add(AssetDecider.ClearSilence(current, sample.ReceivedAt, recordedAt, "Heard again"));
        if (IsAhead(sample))
            TakeSkewed(sample);
        else if (current.Timeline.Holds(sample) || current.Skewed.Any(s => SampleOrder.IsRepeat(s, sample)))
            duplicates++;
        else
            return TakeInItsPlace(sample);
        return true;
    }

    /// <summary>What follows from all of them together.</summary>
    public Decision Decide(SourceRange source, int redelivered)
    {
        var counts = new { Recorded = readings.Count, Duplicates = duplicates, Redelivered = redelivered };
        if (readings.Count == 0)
        {
            // Nothing new: nothing is written for the readings. The mark and the count are kept until an event carries them; after a crash
            // the same messages are counted again, from the same count.
            var taken = current.Taken(source.Log, source.Topic, source.Partition, source.LastOffset);
            return new Decision(alerts.ToImmutable(), taken with
            {
                UncountedDuplicates = start.UncountedDuplicates + duplicates,
                Facts = taken.Facts with { HeardAt = heardAt > taken.Facts.HeardAt || taken.Facts.HeardAt is null ? heardAt : taken.Facts.HeardAt },
            })
            { Duplicates = counts.Duplicates, Redelivered = counts.Redelivered };
        }

        var recorded = new ReadingsRecorded(
            readings.Max(s => s.At), recordedAt, source, readings.ToImmutable(), start.UncountedDuplicates + duplicates);
        ImmutableArray<AssetEvent> events = [recorded, .. alerts];
        var next = current.Taken(source.Log, source.Topic, source.Partition, source.LastOffset) with
        {
            UncountedDuplicates = 0,
            Facts = events.Aggregate(start.Facts, (f, e) => f.Evolve(e)),
        };
        return new Decision(events, next) { Recorded = counts.Recorded, Duplicates = counts.Duplicates, Redelivered = counts.Redelivered };
    }

    void TakeSkewed(Sample sample)
    {
        if (current.Skewed.Any(s => SampleOrder.IsRepeat(s, sample)))
        {
            duplicates++;
            return;
        }

        sample = sample with { Mark = SampleMark.ClockSkew };
        readings.Add(sample);
        current = current.KeepSkewed(sample);
        if (OpenSkew() is null)
            Add(
            [
                new AlertRaised(
                    sample.ReceivedAt, recordedAt, AlertId.For(start.Facts.Asset, Rule.ClockSkew.Name, sample.ReceivedAt, current.Facts.Alerts.Select(a => a.Id)),
                    Rule.ClockSkew.Name, Rule.ClockSkew.Version, Rule.ClockSkew.Severity, current.Facts.Duty?.Shipment, false, sample.Position,
                    $"Device clock is {(sample.At - sample.ReceivedAt).TotalMinutes:0} min ahead: its readings are recorded, not judged",
                    [new Evidence(sample.At, sample.Position, $"received at {sample.ReceivedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")]),
            ]);
    }

    bool TakeInItsPlace(Sample sample)
    {
        if (OpenSkew() is { } skew && sample.At - sample.ReceivedAt < limits.ClockRight)
            Add([new AlertCleared(sample.ReceivedAt, recordedAt, skew.Id, false, false, "Device clock is right again")]);

        var newest = current.Timeline.Newest;
        var before = current.Timeline;
        if (before.Insert(sample, out var plausible) is not { } timeline)
        {
            if (keepFrom == DateTimeOffset.MaxValue)
                return false;
            readings.Add(sample with { Mark = SampleMark.TooLate });
            return true;
        }

        readings.Add(plausible ? sample : sample with { Mark = SampleMark.Implausible });
        current = current with { Timeline = timeline };
        if (HasChanged(before.Verdict, timeline.Verdict))
            Add(AlertReconciler.Reconcile(
                current.Facts, timeline, recordedAt, happened => sample.At < newest || sample.ReceivedAt - happened > limits.LateAfter));
        return true;
    }

    void Add(ImmutableArray<AssetEvent> events)
    {
        if (events.IsEmpty)
            return;
        alerts.AddRange(events);
        current = current with { Facts = events.Aggregate(current.Facts, (f, e) => f.Evolve(e)) };
    }

    Alert? OpenSkew() => current.Facts.Alerts.FirstOrDefault(a => a.Rule == Rule.ClockSkew.Name && a.ClearedAt is null);

    static bool HasChanged(Verdict before, Verdict after) =>
        !ReferenceEquals(before.Head.Movement.Open, after.Head.Movement.Open) || !ReferenceEquals(before.Head.Corridor.Open, after.Head.Corridor.Open)
        || before.Ended != after.Ended || before.Incidents != after.Incidents;
}
