using System.Collections.Immutable;
using ShipmentTracker.Domain.Rules;

namespace ShipmentTracker.Domain.Assets;

/// <summary>A snapshot that is kept, without its state; the times but <see cref="RecordedAt"/> are the devices'.</summary>
/// <param name="Version">The version of the stream it holds for.</param>
/// <param name="Since">The version after which <see cref="Oldest"/> holds; that of the snapshot before, unless one between them was lost.</param>
/// <param name="Oldest">The oldest reading recorded after <see cref="Since"/>.</param>
/// <param name="Latest">The newest reading recorded after <see cref="Since"/>, by the device's own clock.</param>
/// <param name="Newest">The newest reading of the whole history up to it.</param>
/// <param name="Horizon">From here on its state has all readings at hand (<see cref="Timeline.Horizon"/>).</param>
/// <param name="RecordedAt">When its last event was recorded.</param>
/// <param name="Readings">Readings recorded up to it.</param>
public readonly record struct SnapshotMark(
    long Version, long Since, DateTimeOffset Oldest, DateTimeOffset Latest, DateTimeOffset Newest, DateTimeOffset Horizon, DateTimeOffset RecordedAt, long Readings);

/// <summary>Versions of a stream.</summary>
/// <param name="After">The last one before them.</param>
/// <param name="UpTo">The last one of them.</param>
public readonly record struct VersionRange(long After, long UpTo);

/// <summary>The snapshots along an asset's history: where to begin, and what can be passed over.</summary>
/// <param name="Marks">By version; some may be missing.</param>
public sealed record SnapshotTrail(ImmutableArray<SnapshotMark> Marks)
{
    public static readonly SnapshotTrail Empty = new([]);

    /// <summary>
    /// The newest one from which a replay needs no older readings, as far as can be told beforehand; null: the beginning of the history.
    /// </summary>
    public SnapshotMark? BeginningFor(AssetReplay replay)
    {
        var reachesBackTo = DateTimeOffset.MaxValue;
        for (var i = Marks.Length - 1; i >= 0; i--)
        {
            var mark = Marks[i];
            if (mark.Horizon <= reachesBackTo && replay.CanBeginAt(mark))
                return mark;
            reachesBackTo = mark.Oldest < reachesBackTo ? mark.Oldest : reachesBackTo;
        }

        return null;
    }

    /// <summary>
    /// From which device time on readings can be brought back for one of <paramref name="from"/>: that time, or a later one when more than is ever judged again was
    /// recorded since (<see cref="Timeline.Reach"/>).
    /// </summary>
    /// <param name="readings">Readings recorded by now.</param>
    public DateTimeOffset WithinReach(DateTimeOffset from, long readings)
    {
        for (var i = Marks.Length - 1; i >= 0; i--)
            if (readings - Marks[i].Readings >= Timeline.Reach)
                return Marks[i].Horizon > from ? Marks[i].Horizon : from;
        return from;
    }

    /// <summary>The newest one that knows nothing of what happened after a moment, or was recorded after another.</summary>
    public SnapshotMark? NewestAsOf(DateTimeOffset at, DateTimeOffset knownAt)
    {
        for (var i = Marks.Length - 1; i >= 0; i--)
            if (Marks[i].Newest <= at && Marks[i].RecordedAt <= knownAt)
                return Marks[i];
        return null;
    }

    /// <summary>Where, after a snapshot or the beginning, readings that happened by one moment and were recorded by another may be; in order.</summary>
    public IEnumerable<VersionRange> ReadingsAfter(SnapshotMark? beginning, DateTimeOffset at, DateTimeOffset knownAt) =>
        Unless(mark => mark.Oldest > at, beginning, knownAt);

    /// <summary>Where readings may be whose device said it was between two moments; in order.</summary>
    public IEnumerable<VersionRange> ReadingsBetween(DateTimeOffset from, DateTimeOffset to) =>
        Unless(mark => mark.Latest < from || mark.Oldest > to, null, DateTimeOffset.MaxValue);

    IEnumerable<VersionRange> Unless(Func<SnapshotMark, bool> canBePassedOver, SnapshotMark? beginning, DateTimeOffset knownAt)
    {
        var (version, recordedAt) = beginning is { } b ? (b.Version, b.RecordedAt) : (0, DateTimeOffset.MinValue);
        var open = version;
        foreach (var mark in Marks)
        {
            if (mark.Version <= version)
                continue;
            if (recordedAt > knownAt)
                break;
            if (mark.Since <= version && canBePassedOver(mark))
            {
                if (open < version)
                    yield return new VersionRange(open, version);
                open = mark.Version;
            }

            (version, recordedAt) = (mark.Version, mark.RecordedAt);
        }

        // What follows the last snapshot has no mark yet.
        if (recordedAt <= knownAt)
            version = long.MaxValue;
        if (open < version)
            yield return new VersionRange(open, version);
    }
}
