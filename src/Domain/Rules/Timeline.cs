using System.Text.Json.Serialization;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// Recent readings in device-time order and the judgement over them. What the rules find depends only on which readings there are, never on the order they came
/// in: a late one is put in its place and the judgement is made again from there. Readings that are no longer at hand live on in <see cref="Basis"/>.
/// </summary>
/// <param name="Mandate">By what the readings are judged.</param>
/// <param name="Basis">The judgement over everything older than <paramref name="Samples"/>.</param>
/// <param name="Samples">The readings at hand, in <see cref="SampleOrder"/>.</param>
/// <param name="Horizon">Just after the newest reading that is no longer at hand: nothing before this device time can be judged again from here.</param>
public sealed record Timeline(Mandate Mandate, Judgement Basis, SampleWindow Samples, DateTimeOffset Horizon)
{
    /// <summary>So many readings stay at hand.</summary>
    public const int Kept = 16;

    /// <summary>Trimming starts at so many.</summary>
    public const int TrimmedAt = Kept * 3 / 2;

    /// <summary>A reading with more than this many after it is recorded but not judged.</summary>
    public const int Reach = 50_000;

    /// <summary>
    /// So many readings of one moment are judged; a device that claims more has a clock that stands still. Trimming does not part them, so that what is at hand
    /// is bounded by these beside what is kept.
    /// </summary>
    public const int MaxOfOneMoment = Kept;

    public static readonly Timeline Empty =
        new(Mandate.None, Judgement.Start, default, DateTimeOffset.MinValue) { verdict = new Verdict(Judgement.Start, Findings.None) };

    readonly long horizon = Horizon.UtcTicks;
    SampleWindow samples = Samples;

    // The default while nobody has asked for it.
    Verdict verdict;

    // Late readings come in rows: the verdict up to the last one of them is where judging the next one begins.
    Bookmark? bookmark;

    public SampleWindow Samples { get => samples; init => samples = value; }

    public DateTimeOffset Horizon { get => new(horizon, TimeSpan.Zero); init => horizon = value.UtcTicks; }

    /// <summary>The judgement over all readings, and what was found over those at hand.</summary>
    [JsonIgnore]
    public Verdict Verdict => verdict.IsGiven ? verdict : verdict = Judge();

    /// <summary>Device time of the newest reading.</summary>
    [JsonIgnore]
    public DateTimeOffset? Newest => Samples.Newest?.At;

    /// <summary>Conditions of a rule that held at some time over the readings at hand; those of a duty that has ended are over with it.</summary>
    public IEnumerable<Episode> EpisodesOf(Rule rule)
    {
        var (head, found) = Verdict;
        foreach (var episode in found.Ended)
            if (episode.Rule == rule.Name)
                yield return episode;
        if (rule == Rule.ImplausibleMovement && head.Movement.Open is { } jump)
            yield return jump;
        if (head.Route.OpenOf(rule.Name, Mandate) is { } open)
            yield return open;
    }

    /// <summary>One to take readings into. What it is made from stays as it is.</summary>
    public Timeline Draft() => this with { };

    /// <summary>
    /// Takes a reading into its place in a draft. False when it is older than the horizon: the caller must bring back older readings first.
    /// </summary>
    /// <param name="sample">Not one of those at hand already.</param>
    /// <param name="plausible">Whether its position can be believed.</param>
    public bool Insert(Sample sample, out bool plausible)
    {
        plausible = true;
        if (sample.Ticks < horizon)
            return false;
        if (IsInOrder(sample))
        {
            var (head, findings) = Verdict;
            verdict = new Verdict(head.Step(sample, Mandate, ref findings, out plausible), findings);
            samples = samples.Add(sample);
            return true;
        }

        var place = PlaceOf(sample);
        samples = samples.Insert(place, sample);
        bookmark = bookmark?.Count <= place ? bookmark : null;
        plausible = JudgeFrom(place);
        return true;
    }

    /// <summary>Takes a reading into its place in a draft without judging it yet: the judgement is made when it is asked for. False as in <see cref="Insert"/>.</summary>
    public bool Place(Sample sample)
    {
        if (sample.Ticks < horizon)
            return false;
        samples = IsInOrder(sample) ? samples.Add(sample) : samples.Insert(PlaceOf(sample), sample);
        (verdict, bookmark) = (default, null);
        return true;
    }

    /// <summary>Whether no more readings of this moment can be judged. Asked of a draft.</summary>
    public bool IsCrowded(DateTimeOffset at)
    {
        if (Newest is not { } newest || at > newest)
            return false;
        if (at == newest)
            return Samples.OfNewestMoment >= MaxOfOneMoment;
        var loose = Loosened().AsSpan();
        var count = 0;
        for (var i = loose.Length - 1; i >= 0 && loose[i].At >= at; i--)
            count += loose[i].At == at ? 1 : 0;
        return count >= MaxOfOneMoment;
    }

    /// <summary>Whether the device has sent this before: same time and same number, or same time and same values. Asked of a draft.</summary>
    public bool Holds(Sample sample)
    {
        if (Samples.Newest is not { } newest || sample.Ticks > newest.Ticks)
            return false;
        if (SampleOrder.IsRepeat(newest, sample))
            return true;
        if (sample.Ticks == newest.Ticks && Samples.OfNewestMoment == 1)
            return false;
        var loose = Loosened().AsSpan();
        for (var i = loose.Length - 1; i >= 0 && loose[i].Ticks >= sample.Ticks; i--)
            if (SampleOrder.IsRepeat(loose[i], sample))
                return true;
        return false;
    }

    /// <summary>Judges everything at hand again by another mandate.</summary>
    public Timeline Under(Mandate mandate) => this with { Mandate = mandate, verdict = default, bookmark = null };

    /// <summary>Lets go of readings beyond <see cref="Kept"/>, but of none at or after <paramref name="keepFrom"/> within <see cref="Reach"/>.</summary>
    public Timeline Trim(DateTimeOffset keepFrom)
    {
        if (Samples.Length < TrimmedAt)
            return this;

        // Readings of one moment stay together: one that comes again is to be compared with all of them.
        var (basis, settled) = (Basis, Basis);
        var (last, settledTo) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        var ignored = Findings.None;
        var walk = Samples.GetEnumerator();
        var cut = walk;
        while (walk.MoveNext())
        {
            var sample = walk.Current;
            if (walk.Index > 0 && sample.At != last)
                (cut, settled, settledTo) = (walk, basis, last);
            var left = Samples.Length - walk.Index;
            if (left <= Kept || (sample.At >= keepFrom && left <= Reach))
                break;
            basis = basis.Step(sample, Mandate, ref ignored, out _);
            last = sample.At;
        }

        if (cut.Index <= 0)
            return this;

        var from = settledTo.AddTicks(1);
        var duty = Mandate.DutyAt(from);
        settled = settled with { Route = settled.Route.Under(duty, Mandate, ref ignored), Seal = settled.Seal.Under(duty) };

        // Where nothing was found, letting go of readings changes nothing of the verdict.
        return new Timeline(Mandate.Since(from), settled, Samples.From(cut), from)
        {
            verdict = verdict is { IsGiven: true, Found.IsEmpty: true } ? verdict : default,
        };
    }

    // Unpacked readings are the same readings: those that come next out of order find them ready.
    SampleWindow Loosened() => samples = samples.Unpacked();

    bool IsInOrder(Sample sample) =>
        Samples.Newest is not { } newest || sample.Ticks > newest.Ticks || SampleOrder.Instance.Compare(sample, newest) > 0;

    int PlaceOf(Sample sample)
    {
        var place = Loosened().AsSpan().BinarySearch(sample, SampleOrder.Instance);
        return place < 0 ? ~place : place;
    }

    Verdict Judge()
    {
        var findings = Findings.None;
        var head = Basis;
        foreach (var sample in Samples)
            head = head.Step(sample, Mandate, ref findings, out _);
        return new Verdict(head, findings);
    }

    // Judges again from the bookmark on, puts it behind the reading at a place, and tells whether that one can be believed.
    bool JudgeFrom(int place)
    {
        var next = bookmark?.Count ?? 0;
        var (head, findings) = bookmark?.Verdict ?? new Verdict(Basis, Findings.None);
        var plausible = true;
        var loose = samples.AsSpan();
        for (; next < loose.Length; next++)
        {
            head = head.Step(loose[next], Mandate, ref findings, out var believed);
            if (next != place)
                continue;
            plausible = believed;
            bookmark = new Bookmark(place + 1, new Verdict(head, findings));
        }

        verdict = new Verdict(head, findings);
        return plausible;
    }

    public bool Equals(Timeline? other) => other is not null && Mandate == other.Mandate && Basis == other.Basis && Horizon == other.Horizon
        && Samples == other.Samples;

    public override int GetHashCode() => HashCode.Combine(Samples.Length, Horizon);

    /// <summary>The verdict over the first readings.</summary>
    sealed record Bookmark(int Count, Verdict Verdict);
}

/// <summary>What a fold over readings came to.</summary>
/// <param name="Head">What the rules remember after the newest reading.</param>
/// <param name="Found">What ended and what happened.</param>
public readonly record struct Verdict(Judgement Head, Findings Found)
{
    internal bool IsGiven => !Found.Ended.IsDefault;
}
