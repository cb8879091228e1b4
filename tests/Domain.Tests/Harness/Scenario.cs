namespace ShipmentTracker.Domain.Tests.Harness;

/// <summary>
/// Given what happened, when this comes, then that follows. Does what a grain does around the deciders, history included, without a server. After every step
/// the state folded from the events must be the state at hand.
/// </summary>
sealed class Scenario
{
    static readonly LogPartition Source = new("log", "tracking.positions", 0);

    readonly List<AssetEvent> since = [];
    readonly Shell shell;
    long offset;
    DateTimeOffset now = Make.Start;

    Scenario(Shell shell) => this.shell = shell;

    public AssetState State => shell.State;

    public Decision Last { get; private set; } = null!;

    public IReadOnlyList<AssetEvent> History => shell.History;

    public IEnumerable<Alert> Alerts => State.Facts.Alerts;

    public Alert OnlyAlert => State.Facts.Alerts.Single();

    public static Scenario Given(AssetId asset, params AssetEvent[] events)
    {
        var scenario = new Scenario(new Shell(asset, events));
        scenario.now = events.Select(e => e.RecordedAt).Append(scenario.now).Max();
        return scenario;
    }

    /// <summary>Readings in one batch.</summary>
    public Scenario When(params Reading[] readings) => WhenFrom(Source, readings);

    /// <summary>Readings one by one.</summary>
    public Scenario WhenOneByOne(params Reading[] readings)
    {
        foreach (var reading in readings)
        {
            now = reading.ReceivedAt > now ? reading.ReceivedAt : now;
            since.AddRange((Last = shell.Ingest(new ReadingBatch(Source, [reading with { Offset = offset++ }]), now)).Events);
        }

        return Checked();
    }

    /// <summary>Readings out of a partition.</summary>
    public Scenario WhenFrom(LogPartition source, params Reading[] readings) =>
        Deliver(new ReadingBatch(source, [.. readings.Select(r => r with { Offset = offset++ })]));

    /// <summary>A batch with the offsets it has.</summary>
    public Scenario Deliver(ReadingBatch batch)
    {
        now = batch.Readings.Select(r => r.ReceivedAt).Append(now).Max();
        return Carry(shell.Ingest(batch, now));
    }

    public Scenario When(AssignDuty command, double minute)
    {
        Clock(minute);
        return Carry(shell.Assign(command, now));
    }

    public Scenario When(ReleaseDuty command, double minute)
    {
        Clock(minute);
        return Carry(shell.Release(command, now));
    }

    public Scenario When(AuthoriseUnlock command, double minute)
    {
        Clock(minute);
        return Carry(shell.Do(s => AssetDecider.AuthoriseUnlock(s, command, now, Shell.Limits)));
    }

    public Scenario WhenAcknowledged(Rule rule, double minute, string? id = null) => Handle(AssetDecider.Acknowledge, rule, id, minute);

    public Scenario WhenClosed(Rule rule, double minute, string? id = null) => Handle(AssetDecider.Close, rule, id, minute);

    /// <summary>The timer rings. Everything the broker had received by then was taken, unless said otherwise.</summary>
    public Scenario WhenSilenceIsChecked(double minute, double? processedUpTo = null, bool frontierUnknown = false)
    {
        Clock(minute);
        return Carry(shell.Do(s => AssetDecider.CheckSilence(s, frontierUnknown ? null : Make.Minute(processedUpTo ?? minute), now)));
    }

    /// <summary>All events since the last check, of alerts and of duties; readings recorded are not mentioned.</summary>
    public Scenario Then(params Told[] expected) => Compare(e => e is not ReadingsRecorded, expected);

    /// <summary>All events since the last check.</summary>
    public Scenario ThenExactly(params Told[] expected) => Compare(_ => true, expected);

    public Scenario ThenNothing() => ThenExactly();

    public Scenario ThenNoAlert() => Compare(e => e is AlertEvent);

    public Scenario ThenRefused(RejectionKind kind, string field)
    {
        Last.Rejection.Should().NotBeNull();
        Last.Rejection!.Kind.Should().Be(kind);
        Last.Rejection.Errors.Select(e => e.Field).Should().Equal(field);
        return ThenNothing();
    }

    /// <summary>Looks at what is known now.</summary>
    public Scenario And(Action<Scenario> check)
    {
        check(this);
        return this;
    }

    Scenario Compare(Func<AssetEvent, bool> counts, params Told[] expected)
    {
        var asset = State.Facts.Asset;
        var everRaised = History.OfType<AlertRaised>().Select(e => AlertFold.Evolve(asset, null, e)!).ToList();
        since.Where(counts).Select(e => Told.Of(e, everRaised)).Should().Equal(expected);
        since.Clear();
        return this;
    }

    Scenario Handle(Func<AssetState, Alert?, HandleAlert, DateTimeOffset, Decision> decide, Rule rule, string? id, double minute)
    {
        Clock(minute);
        var alert = State.Facts.Alerts.LastOrDefault(a => id is null ? a.Rule == rule.Name : a.Id == id);
        return Carry(shell.Do(s => decide(s, alert, new HandleAlert(id ?? alert?.Id ?? "none", "officer", "noted"), now)));
    }

    void Clock(double minute) => now = Make.Minute(minute) > now ? Make.Minute(minute) : now;

    Scenario Carry(Decision decision)
    {
        Last = decision;
        since.AddRange(decision.Events);
        return Checked();
    }

    Scenario Checked()
    {
        Same.Judgement(AssetReplay.Fold(State.Facts.Asset, History), State);
        return this;
    }
}
