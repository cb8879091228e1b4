namespace ShipmentTracker.Domain.Tests.Harness;

/// <summary>What a grain does around the deciders, over a history in memory: decide, bring older readings back when they are needed, write, go on.</summary>
sealed class Shell
{
    public static readonly RuleLimits Limits = new();

    readonly List<AssetEvent> history;

    public Shell(AssetId asset, params AssetEvent[] events)
    {
        history = [.. events];
        State = AssetReplay.Fold(asset, history);
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
        return decision;
    }

    void BringBack(DateTimeOffset? from)
    {
        if (from is not { } f)
            return;
        BroughtBack++;
        State = AssetReplay.Fold(State.Facts.Asset, history, f).WithUnwritten(State);
    }
}
