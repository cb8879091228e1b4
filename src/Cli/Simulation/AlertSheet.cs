using System.Collections.Immutable;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>Keeps the alerts of a run against what was expected.</summary>
public sealed class AlertSheet(ImmutableArray<Expectation> expectations)
{
    readonly Dictionary<string, AlertSeen> latest = [];
    readonly HashSet<(string Id, string Status)> told = [];

    readonly HashSet<string> own = [.. expectations.SelectMany(expectation => expectation.Assets)];

    public ImmutableArray<Expectation> Expectations => expectations;

    /// <summary>Assets that came into the run later, with a truck's next trip.</summary>
    public void Own(IEnumerable<string> assets) => own.UnionWith(assets);

    /// <summary>Takes an alert; false if the same was told before (a list read again after a lost connection).</summary>
    public bool Take(AlertSeen alert)
    {
        if (!told.Add((alert.Id, alert.Status)))
            return false;
        // A list read again may lag behind the hub: what is over stays over.
        if (!latest.TryGetValue(alert.Id, out var before) || before.ClearedAt is null || alert.ClearedAt is not null)
            latest[alert.Id] = alert;
        return true;
    }

    /// <summary>Whether the alert concerns an asset of this run.</summary>
    public bool IsOurs(AlertSeen alert) => own.Contains(alert.Asset);

    /// <summary>The alerts of the assets an expectation is about, oldest first.</summary>
    public ImmutableArray<AlertSeen> SeenFor(Expectation expectation) =>
        [.. latest.Values.Where(alert => expectation.Assets.Contains(alert.Asset)).OrderBy(alert => alert.RaisedAt)];

    /// <summary>Whether exactly what was expected has been seen.</summary>
    public bool IsMet(Expectation expectation) => SeenFor(expectation) switch
    {
        [] => expectation.Rule is null,
        [var one] => one.Rule == expectation.Rule && one.Asset == expectation.Asset && (!expectation.Clears || one.Status == "cleared" || one.ClearedAt is not null),
        _ => false,
    };
}
