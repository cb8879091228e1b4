using System.Collections.Concurrent;
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
    public DateTimeOffset? Misses { get => misses; init => misses = value; }

    MaybeTime misses;
    MaybeTime repeatedAt;

    const int MaxWatermarks = 16;
    const int MaxSkewed = 32;

    /// <summary>An asset nobody has heard of.</summary>
    public static AssetState Of(AssetId asset) => new() { Facts = AssetFacts.Of(asset) };

    /// <summary>When the broker last received a repeat, if that was later than anything an event tells of: nothing is written for repeats alone.</summary>
    public DateTimeOffset? RepeatedAt { get => repeatedAt; init => repeatedAt = value; }

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
            if (mark.Source == source)
                return mark.Offset;
        return -1;
    }

    /// <summary>The marks with an offset taken.</summary>
    internal ImmutableArray<Watermark> Marked(string log, string topic, int partition, long offset) =>
        !Watermarks.IsEmpty && Watermarks[0].IsOf(log, topic, partition)
            ? Watermarks.SetItem(0, Watermarks[0] with { Offset = offset })
            : MarkedFirst(new Watermark(new LogPartition(log, topic, partition), offset));

    ImmutableArray<Watermark> MarkedFirst(Watermark mark) => [mark, .. Watermarks.Where(w => w.Source != mark.Source).Take(MaxWatermarks - 1)];

    /// <summary>Whether a reading is one of those kept apart, sent again.</summary>
    internal static bool Holds(ImmutableArray<Sample> skewed, Sample sample)
    {
        foreach (var known in skewed)
            if (SampleOrder.IsRepeat(known, sample))
                return true;
        return false;
    }

    /// <summary>Readings kept apart because their clock ran ahead, and one more.</summary>
    internal static ImmutableArray<Sample> Kept(ImmutableArray<Sample> skewed, Sample sample) => [.. skewed.Skip(skewed.Length - MaxSkewed + 1), sample];

    /// <summary>
    /// The state after an event. Readings from <paramref name="keepFrom"/> on stay at hand.
    /// </summary>
    public AssetState Evolve(AssetEvent @event, DateTimeOffset keepFrom)
    {
        // Tidying comes first: the alerts that follow in the same append may speak of what tidying afterwards would have let go.
        if (@event is ReadingsRecorded e)
            return Tidy(Earlier(keepFrom, OldestJudged(e.Readings.AsSpan()))).Taking(e);
        var next = this with { Facts = Facts.Evolve(@event) };
        return @event is DutyAssigned or DutyReleased or UnlockAuthorised
            ? next.Under(Timeline.Mandate.After(@event, next.Facts.Duty), @event)
            : next;
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
            : this with { Timeline = timeline, Facts = Facts with { Alerts = Facts.Alerts.RemoveAll(a => IsPast(a, timeline) && !AlertId.MayComeAgain(a, timeline.Horizon)) } };
    }

    // An alert stays while its condition holds, and while late readings may still change it, or raise another one that would be given its id.
    static bool IsPast(Alert a, Timeline timeline) => a switch
    {
        { ClearedAt: { } cleared } => a.RaisedAt < timeline.Horizon && cleared < timeline.Horizon,
        { Closed: not null, Rule: var rule } when rule == Rule.SealBreach.Name => a.Evidence.All(e => e.At < timeline.Horizon),
        _ => false,
    };

    AssetState Taking(ReadingsRecorded e)
    {
        var timeline = Timeline.Draft();
        var (skewed, missed) = (Skewed, misses);
        foreach (var sample in e.Readings)
        {
            if (sample.Mark == SampleMark.ClockSkew)
                skewed = Kept(skewed, sample);
            if (sample.AsJudged() is { } judged && !timeline.IsCrowded(judged.At) && !timeline.Place(judged))
                missed = Earlier(missed, judged.At);
        }

        return this with
        {
            Facts = Facts.Evolve(e),
            Timeline = timeline,
            Watermarks = Marked(e.Source.Log, e.Source.Topic, e.Source.Partition, e.Source.LastOffset),
            Skewed = skewed,
            UncountedDuplicates = 0,
            Misses = missed,
        };
    }

    AssetState Under(Mandate mandate, AssetEvent @event)
    {
        var next = this with { Timeline = Timeline.Under(mandate) };
        return ReachesBack(@event) is { } from ? next.Missing(from) : next;
    }

    AssetState Missing(DateTimeOffset at) => this with { Misses = Earlier(Misses, at) };

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
    internal static DateTimeOffset OldestJudged(ReadOnlySpan<Sample> readings)
    {
        var oldest = DateTimeOffset.MaxValue;
        foreach (var sample in readings)
            if (sample.AsJudged() is { } judged)
                oldest = Earlier(oldest, judged.At);
        return oldest;
    }

    static DateTimeOffset Earlier(DateTimeOffset? a, DateTimeOffset b) => a < b ? a.Value : b;
}

/// <summary>The highest offset taken from a partition of a log.</summary>
[method: JsonConstructor]
public readonly record struct Watermark(LogPartition Source, long Offset)
{
    // Few partitions carry a hundred thousand assets.
    const int MaxShared = 4096;

    static readonly ConcurrentDictionary<LogPartition, LogPartition> Known = [];

    public LogPartition Source { get; init; } = Shared(Source);

    internal bool IsOf(string log, string topic, int partition) => Source.Partition == partition && Source.Topic == topic && Source.Log == log;

    static LogPartition Shared(LogPartition source)
    {
        // Logs that are gone go with the rest; those still read from are soon known again.
        if (Known.Count > MaxShared)
            Known.Clear();
        return Known.GetOrAdd(source, source);
    }
}
