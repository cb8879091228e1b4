namespace ShipmentTracker.Domain.Tests.Harness;

/// <summary>What a grain does around the deciders, over a history in memory: decide, bring older readings back when they are needed, write, go on.</summary>
sealed class Shell
{
    public static readonly RuleLimits Limits = new();

    readonly List<AssetEvent> history;
    readonly List<AssetSnapshot> snapshots = [];
    Stretch stretch = Stretch.Start;

    public Shell(AssetId asset, params AssetEvent[] events)
    {
        history = [.. events];
        State = AssetReplay.Fold(asset, history);
        stretch = history.Aggregate(stretch, (s, e) => s.With(e));
    }

    /// <summary>What becomes of a snapshot of a version; without it, or for what it leaves out, the history is folded from its beginning.</summary>
    public Func<int, Snapshot> Snapshots { get; init; } = _ => Snapshot.None;

    /// <summary>What becomes of a snapshot.</summary>
    public enum Snapshot
    {
        None,
        Kept,

        /// <summary>Taken, and lost on its way.</summary>
        Lost,
    }

    /// <summary>What is kept.</summary>
    public SnapshotTrail Trail => new([.. snapshots.Select(s => s.Mark)]);

    /// <summary>One that is kept, as it comes back.</summary>
    public AssetSnapshot? Load(SnapshotMark? mark) => mark is { } m
        ? snapshots.Single(s => s.Version == m.Version).WithRoutes([.. history.OfType<DutyAssigned>()])
        : null;

    /// <summary>Folds the history from the snapshots that are kept, as a grain does that wakes (from the newest one) or brings readings back.</summary>
    public AssetReplay FoldFromSnapshots(DateTimeOffset? keepFrom = null)
    {
        var replay = AssetReplay.Of(State.Facts.Asset, keepFrom);
        for (var from = keepFrom is null ? Trail.Marks.LastOrNull() : Trail.BeginningFor(replay); ; from = Trail.BeginningFor(replay))
        {
            replay = replay.Again(Load(from));
            for (var v = replay.Version; v < history.Count; v++)
                replay.Take(v + 1, history[(int)v]);
            if (replay.IsRight)
                return replay;
        }
    }

    public AssetState State { get; private set; }

    public IReadOnlyList<AssetEvent> History => history;

    /// <summary>How often the history had to be read again.</summary>
    public int BroughtBack { get; private set; }

    /// <summary>Every alert there ever was, as it stands.</summary>
    public IReadOnlyList<Alert> AllAlerts => history.Aggregate(AssetFacts.Of(State.Facts.Asset), (f, e) => f.Evolve(e)).Alerts;

    public Decision Ingest(ReadingBatch batch, DateTimeOffset now)
    {
        var decision = AssetDecider.Ingest(State, batch, now, Limits);
        if (decision.OlderThan is not { } from)
            return Carry(decision);
        BringBack(from);
        return Carry(AssetDecider.Ingest(State, batch, now, Limits, from));
    }

    public Decision Assign(AssignDuty command, DateTimeOffset now)
    {
        BringBack(AssetDecider.NeedsReadingsFrom(State, command));
        return Do(s => AssetDecider.AssignDuty(s, command, now, Limits));
    }

    public Decision Release(ReleaseDuty command, DateTimeOffset now)
    {
        BringBack(AssetDecider.NeedsReadingsFrom(State, command));
        return Do(s => AssetDecider.ReleaseDuty(s, command, now, Limits));
    }

    public Decision Do(Func<AssetState, Decision> decide) => Carry(decide(State));

    Decision Carry(Decision decision)
    {
        history.AddRange(decision.Events);
        State = decision.Next;
        stretch = decision.Events.Aggregate(stretch, (s, e) => s.With(e));
        if (decision.Events.IsEmpty)
            return decision;
        var what = Snapshots(history.Count);
        if (what == Snapshot.None)
            return decision;
        if (what == Snapshot.Kept)
            snapshots.Add(AssetSnapshot.Of(history.Count, State, stretch).Packed());
        stretch = stretch.After(history.Count);
        return decision;
    }

    void BringBack(DateTimeOffset? from)
    {
        if (from is not { } f)
            return;
        BroughtBack++;
        State = (snapshots.Count == 0 ? AssetReplay.Fold(State.Facts.Asset, history, f) : FoldFromSnapshots(f).State).WithUnwritten(State);
    }
}

static class MarkExtensions
{
    public static SnapshotMark? LastOrNull(this IReadOnlyList<SnapshotMark> marks) => marks.Count == 0 ? null : marks[^1];
}
