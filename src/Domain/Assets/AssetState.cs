using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Rules;

namespace ShipmentTracker.Domain.Assets;

/// <summary>All a grain needs to decide: the facts, the judgement over recent readings, and what it has taken from where.</summary>
public sealed record AssetState
{
    public required AssetFacts Facts { get; init; }

    public Timeline Timeline { get; init; } = Timeline.Empty;

    /// <summary>The highest offset taken from each log partition, newest first; bounded, since few partitions ever carry one asset.</summary>
    public ImmutableArray<Watermark> Watermarks { get; init; } = [];

    /// <summary>Readings whose clock ran ahead, kept to know them again: they have no place in device time.</summary>
    public ImmutableArray<Sample> Skewed { get; init; } = [];

    /// <summary>Duplicates that no event has counted yet: nothing is written for them alone.</summary>
    public int UncountedDuplicates { get; init; }

    /// <summary>
    /// Set while folding events when a reading was older than the readings at hand: this state judges wrongly and must be folded again, keeping the readings
    /// from this device time on.
    /// </summary>
    public DateTimeOffset? Misses { get; init; }

    const int MaxWatermarks = 16;
    const int MaxSkewed = 32;

    /// <summary>An asset nobody has heard of.</summary>
    public static AssetState Of(AssetId asset) => new() { Facts = AssetFacts.Of(asset) };

    /// <summary>When the broker last received a repeat, if that was later than anything an event tells of: nothing is written for repeats alone.</summary>
    public DateTimeOffset? RepeatedAt { get; init; }

    /// <summary>When the broker last received anything of it.</summary>
    [JsonIgnore]
    public DateTimeOffset? HeardAt => RepeatedAt > Facts.HeardAt || Facts.HeardAt is null ? RepeatedAt : Facts.HeardAt;

    /// <summary>Duplicates in all.</summary>
    [JsonIgnore]
    public long Duplicates => Facts.Duplicates + UncountedDuplicates;

    /// <summary>The highest offset taken, or -1.</summary>
    public long WatermarkOf(LogPartition source)
    {
        foreach (var mark in Watermarks)
            if (mark.IsOf(source.Log, source.Topic, source.Partition))
                return mark.Offset;
        return -1;
    }

    /// <summary>This state with an offset taken.</summary>
    public AssetState Taken(string log, string topic, int partition, long offset)
    {
        var mark = new Watermark(log, topic, partition, offset);
        return this with
        {
            Watermarks = !Watermarks.IsEmpty && Watermarks[0].IsOf(log, topic, partition)
                ? Watermarks.SetItem(0, mark)
                : [mark, .. Watermarks.Where(w => !w.IsOf(log, topic, partition)).Take(MaxWatermarks - 1)],
        };
    }

    /// <summary>Whether a reading is one of those kept apart, sent again.</summary>
    public bool HoldsSkewed(Sample sample)
    {
        foreach (var skewed in Skewed)
            if (SampleOrder.IsRepeat(skewed, sample))
                return true;
        return false;
    }

    /// <summary>This state with a reading kept apart because its clock ran ahead.</summary>
    public AssetState KeepSkewed(Sample sample) => this with { Skewed = [.. Skewed.Skip(Skewed.Length - MaxSkewed + 1), sample] };

    /// <summary>
    /// The state after an event. Readings from <paramref name="keepFrom"/> on stay at hand.
    /// </summary>
    public AssetState Evolve(AssetEvent @event, DateTimeOffset keepFrom)
    {
        var next = this with { Facts = Facts.Evolve(@event) };
        return @event switch
        {
            // Tidying comes first: the alerts that follow in the same append may speak of what tidying afterwards would have let go.
            ReadingsRecorded e => next.Tidy(Earlier(keepFrom, OldestJudged(e.Readings))).Take(e),
            DutyAssigned or DutyReleased or UnlockAuthorised => next.Under(Timeline.Mandate.After(@event), @event),
            _ => next,
        };
    }

    /// <summary>
    /// From which device time on readings must be at hand for an event to change how they are judged; null when they are.
    /// </summary>
    public DateTimeOffset? ReachesBack(AssetEvent @event) => @event switch
    {
        DutyAssigned e when e.Since < Timeline.Horizon => e.Since,
        DutyReleased e when e.At < Timeline.Horizon => e.At,
        _ => null,
    };

    /// <summary>Lets go of what nothing can need any more.</summary>
    public AssetState Tidy(DateTimeOffset keepFrom)
    {
        var timeline = Timeline.Trim(keepFrom);
        return ReferenceEquals(timeline, Timeline)
            ? this
            : this with { Timeline = timeline, Facts = Facts with { Alerts = Facts.Alerts.RemoveAll(a => IsPast(a, timeline)) } };
    }

    // An alert stays while its condition holds, and while late readings may still change it.
    static bool IsPast(Alert a, Timeline timeline) => a switch
    {
        { ClearedAt: { } cleared } => a.RaisedAt < timeline.Horizon && cleared < timeline.Horizon,
        { Closed: not null, Rule: var rule } when rule == Rule.SealBreach.Name => a.Evidence.All(e => e.At < timeline.Horizon),
        _ => false,
    };

    AssetState Take(ReadingsRecorded e)
    {
        var next = Taken(e.Source.Log, e.Source.Topic, e.Source.Partition, e.Source.LastOffset) with { UncountedDuplicates = 0 };
        foreach (var sample in e.Readings)
        {
            if (sample.Mark == SampleMark.ClockSkew)
                next = next.KeepSkewed(sample);
            if (sample.AsJudged() is { } judged && !next.Timeline.IsCrowded(judged.At))
                next = next.Timeline.Place(judged) is { } timeline ? next with { Timeline = timeline } : next.Missing(judged.At);
        }

        return next;
    }

    AssetState Under(Mandate mandate, AssetEvent @event)
    {
        var next = this with { Timeline = Timeline.Under(mandate) };
        return ReachesBack(@event) is { } from ? next.Missing(from) : next;
    }

    AssetState Missing(DateTimeOffset at) => this with { Misses = Misses is { } earlier ? Earlier(earlier, at) : at };

    /// <summary>
    /// This state, folded from the history, with what a live one of the same version knows beside it: nothing is written for repeats alone.
    /// </summary>
    public AssetState WithUnwritten(AssetState live) => this with
    {
        Watermarks = live.Watermarks,
        UncountedDuplicates = live.UncountedDuplicates,
        RepeatedAt = live.RepeatedAt,
    };

    // A device that empties its memory sends many batches of the same past: what is at hand of that past stays until the present goes on.
    internal static DateTimeOffset OldestJudged(ImmutableArray<Sample> readings)
    {
        var oldest = DateTimeOffset.MaxValue;
        foreach (var sample in readings)
            if (sample.AsJudged() is { } judged)
                oldest = Earlier(oldest, judged.At);
        return oldest;
    }

    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

/// <summary>The highest offset taken from a partition of a log.</summary>
public sealed record Watermark(string Log, string Topic, int Partition, long Offset)
{
    internal bool IsOf(string log, string topic, int partition) => Partition == partition && Topic == topic && Log == log;
}
