using System.Collections.Immutable;
using System.Text.Json.Serialization;
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
public sealed record Timeline(Mandate Mandate, Judgement Basis, ImmutableArray<Sample> Samples, DateTimeOffset Horizon)
{
    /// <summary>So many readings stay at hand; trimming starts at twice as many.</summary>
    public const int Kept = 64;

    /// <summary>A reading with more than this many after it is recorded but not judged.</summary>
    public const int Reach = 50_000;

    /// <summary>So many readings of one moment are judged; a device that claims more has a clock that stands still. Less than what is trimmed at once.</summary>
    public const int MaxOfOneMoment = Kept;

    public static readonly Timeline Empty = new(Mandate.None, Judgement.Start, [], DateTimeOffset.MinValue);

    Verdict? verdict;

    // Late readings come in rows: the verdict up to the last one of them is where judging the next one begins.
    Bookmark? bookmark;

    /// <summary>The judgement over all readings, and what was found over those at hand.</summary>
    [JsonIgnore]
    public Verdict Verdict => verdict ??= Judge();

    /// <summary>Device time of the newest reading.</summary>
    [JsonIgnore]
    public DateTimeOffset? Newest => Samples.IsEmpty ? null : Samples[^1].At;

    /// <summary>Conditions that held at some time over the readings at hand; those of a duty that has ended are over with it.</summary>
    [JsonIgnore]
    public IEnumerable<Episode> Episodes => Verdict.Ended.Concat(Verdict.Head.Open.Select(Settle));

    /// <summary>
    /// Takes a reading into its place. Null when it is older than the horizon: the caller must bring back older readings first.
    /// </summary>
    /// <param name="sample">Not one of those at hand already.</param>
    /// <param name="plausible">Whether its position can be believed.</param>
    public Timeline? Insert(Sample sample, out bool plausible)
    {
        plausible = true;
        if (sample.At < Horizon)
            return null;
        if (Samples.IsEmpty || SampleOrder.Instance.Compare(sample, Samples[^1]) > 0)
        {
            var findings = new Findings();
            (var head, plausible) = Verdict.Head.Step(sample, Mandate, findings);
            return this with { Samples = Samples.Add(sample), verdict = Verdict.With(head, findings) };
        }

        var place = PlaceOf(sample);
        var inserted = this with { Samples = Samples.Insert(place, sample), verdict = null, bookmark = bookmark?.Count <= place ? bookmark : null };
        plausible = inserted.JudgeFrom(place);
        return inserted;
    }

    /// <summary>Takes a reading into its place without judging it yet: the judgement is made when it is asked for. Null as in <see cref="Insert"/>.</summary>
    public Timeline? Place(Sample sample)
    {
        if (sample.At < Horizon)
            return null;
        return this with { Samples = Samples.Insert(PlaceOf(sample), sample), verdict = null, bookmark = null };
    }

    /// <summary>Whether no more readings of this moment can be judged.</summary>
    public bool IsCrowded(DateTimeOffset at)
    {
        var count = 0;
        for (var i = Samples.Length - 1; i >= 0 && Samples[i].At >= at; i--)
            count += Samples[i].At == at ? 1 : 0;
        return count >= MaxOfOneMoment;
    }

    /// <summary>Whether the device has sent this before: same time and same number, or same time and same values.</summary>
    public bool Holds(Sample sample)
    {
        for (var i = Samples.Length - 1; i >= 0 && Samples[i].At >= sample.At; i--)
            if (SampleOrder.IsRepeat(Samples[i], sample))
                return true;
        return false;
    }

    /// <summary>Judges everything at hand again by another mandate.</summary>
    public Timeline Under(Mandate mandate) => this with { Mandate = mandate, verdict = null, bookmark = null };

    /// <summary>Lets go of readings beyond <see cref="Kept"/>, but of none at or after <paramref name="keepFrom"/> within <see cref="Reach"/>.</summary>
    public Timeline Trim(DateTimeOffset keepFrom)
    {
        if (Samples.Length < Kept * 2)
            return this;
        var drop = 0;
        while (Samples.Length - drop > Kept && (Samples[drop].At < keepFrom || Samples.Length - drop > Reach))
            drop++;

        // Readings of one moment stay together: one that comes again is to be compared with all of them.
        while (drop > 0 && Samples[drop].At == Samples[drop - 1].At)
            drop--;
        if (drop == 0)
            return this;

        var basis = Basis;
        for (var i = 0; i < drop; i++)
            (basis, _) = basis.Step(Samples[i], Mandate, null);
        var horizon = Samples[drop - 1].At.AddTicks(1);
        var (corridor, _) = basis.Corridor.Under(Mandate.DutyAt(horizon), Mandate);
        basis = basis with { Corridor = corridor, Seal = basis.Seal.Under(Mandate.DutyAt(horizon)) };

        // Where nothing was found, letting go of readings changes nothing of the verdict.
        var unchanged = verdict is { Ended.IsEmpty: true, Incidents.IsEmpty: true } ? verdict : null;
        return new Timeline(Mandate.Since(horizon), basis, Samples.RemoveRange(0, drop), horizon) { verdict = unchanged };
    }

    int PlaceOf(Sample sample)
    {
        if (Samples.IsEmpty || SampleOrder.Instance.Compare(sample, Samples[^1]) > 0)
            return Samples.Length;
        var place = Samples.BinarySearch(sample, SampleOrder.Instance);
        return place < 0 ? ~place : place;
    }

    Verdict Judge()
    {
        var findings = new Findings();
        var head = Basis;
        foreach (var sample in Samples)
            (head, _) = head.Step(sample, Mandate, findings);
        return new Verdict(head, findings.Ended, findings.Incidents);
    }

    // Judges again from the bookmark on, puts it behind the reading at a place, and tells whether that one can be believed.
    bool JudgeFrom(int place)
    {
        var (next, known) = bookmark ?? new Bookmark(0, new Verdict(Basis, [], []));
        var findings = new Findings(known);
        var head = known.Head;
        var plausible = true;
        for (; next < Samples.Length; next++)
        {
            (head, var believed) = head.Step(Samples[next], Mandate, findings);
            if (next != place)
                continue;
            plausible = believed;
            bookmark = new Bookmark(place + 1, new Verdict(head, findings.Ended, findings.Incidents));
        }

        verdict = new Verdict(head, findings.Ended, findings.Incidents);
        return plausible;
    }

    // The next reading may still fall under the ended duty, so the judgement itself goes on; only what is told of it is settled.
    Episode Settle(Episode open) =>
        open.Rule == Alerts.Rule.RouteDeviation.Name && Verdict.Head.Corridor.DutyOf is { } of && Mandate.DutyRecordedAt(of)?.Until is { } until
            ? open.End(until, "no longer on duty")
            : open;

    public bool Equals(Timeline? other) => other is not null && Mandate == other.Mandate && Basis == other.Basis && Horizon == other.Horizon
        && Samples.SequenceEqual(other.Samples);

    public override int GetHashCode() => HashCode.Combine(Samples.Length, Horizon);

    /// <summary>The verdict over the first readings.</summary>
    sealed record Bookmark(int Count, Verdict Verdict);
}

/// <summary>What a fold over readings came to.</summary>
/// <param name="Head">What the rules remember after the newest reading.</param>
/// <param name="Ended">Episodes that ended, oldest first.</param>
/// <param name="Incidents">What happened, oldest first.</param>
public sealed record Verdict(Judgement Head, ImmutableArray<Episode> Ended, ImmutableArray<Incident> Incidents)
{
    public Verdict With(Judgement head, Findings more) =>
        more.IsEmpty ? this with { Head = head } : new Verdict(head, Ended.AddRange(more.Ended), Incidents.AddRange(more.Incidents));
}
