using System.Collections.Immutable;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Rules;

namespace ShipmentTracker.Domain.Assets;

/// <summary>What an asset does with readings and commands. Pure: the same state, input and time give the same decision.</summary>
public static class AssetDecider
{
    /// <summary>An asset not heard of before its departure is judged by readings at most this much older than it.</summary>
    static readonly TimeSpan MaxBeforeDeparture = TimeSpan.FromHours(24);

    /// <summary>Takes a batch of readings.</summary>
    /// <param name="state">The asset as it is.</param>
    /// <param name="batch">Readings in their partition's order.</param>
    /// <param name="now">The time of recording.</param>
    /// <param name="limits">Limits that are not a shipment's own.</param>
    /// <param name="keepFrom">Readings from this device time on were brought back from the history; older ones are not judged.</param>
    public static Decision Ingest(AssetState state, ReadingBatch batch, DateTimeOffset now, RuleLimits limits, DateTimeOffset? keepFrom = null)
    {
        var watermark = state.WatermarkOf(batch.Source);
        var redelivered = 0;
        while (redelivered < batch.Readings.Length && batch.Readings[redelivered].Offset <= watermark)
            redelivered++;
        if (redelivered == batch.Readings.Length)
            return Decision.Nothing(state) with { Redelivered = redelivered };

        var fresh = new Sample[batch.Readings.Length - redelivered];
        for (var i = 0; i < fresh.Length; i++)
            fresh[i] = limits.Mark(batch.Readings[redelivered + i].ToSample());
        var oldest = AssetState.OldestJudged(fresh);
        var intake = new Intake(state.Tidy(Earlier(keepFrom ?? DateTimeOffset.MaxValue, oldest)), RecordingTime(state, now), limits, canBringBack: keepFrom is null, fresh);
        if (!intake.TakeAll())
            return Decision.Nothing(state) with { OlderThan = oldest };
        return intake.Decide(
            new SourceRange(batch.Source.Log, batch.Source.Topic, batch.Source.Partition, batch.Readings[redelivered].Offset, batch.Readings[^1].Offset), redelivered);
    }

    /// <summary>
    /// When the asset will have been silent for too long if nothing more is heard; null while that does not matter: off duty, or a container that has never
    /// said anything on this duty, since many carry no device, or when it is known to be silent already.
    /// </summary>
    public static DateTimeOffset? SilentFrom(AssetState state)
    {
        var facts = state.Facts;
        if (facts.Duty is not { } duty || (facts.Asset.Kind == AssetKind.Container && !(state.HeardAt >= duty.RecordedAt))
            || IsSilent(facts))
            return null;
        return (state.HeardAt > duty.RecordedAt ? state.HeardAt.Value : duty.RecordedAt) + duty.SilenceLimit;
    }

    /// <summary>Raises the alert when the asset has been silent for too long.</summary>
    /// <param name="state">The asset as it is.</param>
    /// <param name="processedUpTo">Everything the brokers had received by then has been taken; null while that is unknown.</param>
    /// <param name="now">The time of recording.</param>
    public static Decision CheckSilence(AssetState state, DateTimeOffset? processedUpTo, DateTimeOffset now)
    {
        // One silence raises one alert: whoever closes it, the silence goes on until something is heard.
        if (SilentFrom(state) is not { } due || now < due || !(processedUpTo >= due))
            return Decision.Nothing(state);

        var facts = state.Facts;
        var rule = facts.Asset.Kind == AssetKind.Seal ? Rule.SealSilence : Rule.SignalLost;
        var since = due - facts.Duty!.SilenceLimit;
        var what = state.HeardAt is null ? "nothing heard since departure" : "last heard of";
        return Record(state,
        [
            new AlertRaised(
                due, RecordingTime(state, now), AlertId.For(facts.Asset, rule.Name, due, facts.Alerts.Select(a => a.Id)), rule.Name, rule.Version, rule.Severity,
                facts.Duty.Shipment, false, facts.LastPosition?.Position, $"Nothing heard for {Words.Time(facts.Duty.SilenceLimit)}",
                [new Evidence(since, facts.LastPosition?.Position, what)]),
        ]);
    }

    /// <summary>Puts the asset on duty.</summary>
    public static Decision AssignDuty(AssetState state, AssignDuty command, DateTimeOffset now, RuleLimits limits)
    {
        if (state.Facts.Duty is { } duty)
            return duty.Shipment == command.Shipment
                ? Decision.Nothing(state)
                : Decision.Refuse(state, Rejection.Conflict("asset", $"{state.Facts.Asset} is already on shipment {duty.Shipment}"));

        var corridor = command.Route.IsDefaultOrEmpty
            ? null
            : new PlannedRoute([.. command.Route.Select(GeoPosition.Of)], command.ToleranceM) { Zones = [.. command.Zones.Select(Zone.Of)] };

        // A duty is known by when it was recorded, so no two may be recorded at the same time.
        return RecordAndJudge(state, new DutyAssigned(
            command.DepartedAt, Later(state.Facts.RecordedAt?.AddMilliseconds(1), now), command.Shipment, Since(state, command), corridor,
            command.SilenceLimit.TotalSeconds, command.By, command.StopLimit?.TotalSeconds), limits);
    }

    /// <summary>
    /// From which device time on readings must be brought back from the history before a duty is assigned, so that it is judged from its beginning; null when
    /// they are at hand. Only a stated departure reaches so far back.
    /// </summary>
    public static DateTimeOffset? NeedsReadingsFrom(AssetState state, AssignDuty command) =>
        state.Facts.Duty is null && Since(state, command) is var since && since < state.Timeline.Horizon ? since : null;

    /// <summary>The same before a duty is released: what was judged by it after its end is judged anew.</summary>
    public static DateTimeOffset? NeedsReadingsFrom(AssetState state, ReleaseDuty command) =>
        state.Facts.Duty?.Shipment == command.Shipment && command.ReleasedAt < state.Timeline.Horizon ? command.ReleasedAt : null;

    /// <summary>Takes the asset off duty; what was wrong because of the duty is over.</summary>
    public static Decision ReleaseDuty(AssetState state, ReleaseDuty command, DateTimeOffset now, RuleLimits limits) =>
        state.Facts.Duty?.Shipment == command.Shipment
            ? RecordAndJudge(
                state, new DutyReleased(command.ReleasedAt, RecordingTime(state, now), command.Shipment, command.By), limits,
                ClearSilence(state.Facts, command.ReleasedAt, RecordingTime(state, now), "No longer on duty"))
            : Decision.Nothing(state);

    /// <summary>Allows a seal to be opened at a place and for a time, from now on at the earliest.</summary>
    public static Decision AuthoriseUnlock(AssetState state, AuthoriseUnlock command, DateTimeOffset now, RuleLimits limits)
    {
        if (state.Facts.Asset.Kind != AssetKind.Seal)
            return Decision.Refuse(state, Rejection.Invalid("seal", $"{state.Facts.Asset} is not a seal"));
        if (state.Facts.Duty?.Shipment != command.Shipment)
            return Decision.Refuse(state, Rejection.Conflict("seal", $"{state.Facts.Asset} is not on duty for shipment {command.Shipment}"));
        if (command.Until <= command.From || command.Until <= now)
            return Decision.Refuse(state, Rejection.Invalid("until", "until must be in the future and after from"));
        if (!(command.RadiusM is > 0 and <= 20_000))
            return Decision.Refuse(state, Rejection.Invalid("radiusM", "radiusM must be above 0 and at most 20000 metres"));
        return RecordAndJudge(state, new UnlockAuthorised(
            now, RecordingTime(state, now), command.Shipment, new GeoPosition(command.Place.Lat, command.Place.Lon), command.RadiusM,
            Later(command.From, now), command.Until, command.By, command.Note), limits);
    }

    /// <summary>An officer takes an alert on. A repeat changes nothing.</summary>
    /// <param name="state">The asset as it is.</param>
    /// <param name="alert">The alert, from the state or, when it is long over, from the history; null when there is none of that id.</param>
    /// <param name="command">Who and why.</param>
    /// <param name="now">The time of the act.</param>
    public static Decision Acknowledge(AssetState state, Alert? alert, HandleAlert command, DateTimeOffset now) => alert switch
    {
        null => Decision.Refuse(state, Rejection.NotFound("id", $"there is no alert {command.AlertId}")),
        { Closed: not null } => Decision.Refuse(state, Rejection.Conflict("status", $"alert {command.AlertId} is closed")),
        { Acknowledged: not null } => Decision.Nothing(state),
        _ => Record(state, [new AlertAcknowledged(now, RecordingTime(state, now), command.AlertId, command.By, command.Note)]),
    };

    /// <summary>An officer closes an alert. A repeat changes nothing.</summary>
    /// <inheritdoc cref="Acknowledge"/>
    public static Decision Close(AssetState state, Alert? alert, HandleAlert command, DateTimeOffset now) => alert switch
    {
        null => Decision.Refuse(state, Rejection.NotFound("id", $"there is no alert {command.AlertId}")),
        { Closed: not null } => Decision.Nothing(state),
        _ => Record(state, [new AlertClosed(now, RecordingTime(state, now), command.AlertId, command.By, command.Note)]),
    };

    /// <summary>What it means that something was heard: a silence is over. Null when there was none.</summary>
    internal static AlertCleared? ClearSilence(AssetFacts facts, DateTimeOffset at, DateTimeOffset recordedAt, string message)
    {
        foreach (var alert in facts.Alerts)
            if (IsSilence(alert) && alert.ClearedAt is null)
                return new AlertCleared(Later(at, alert.RaisedAt), recordedAt, alert.Id, false, false, message);
        return null;
    }

    // The officer's key may come after the truck left. What was known of the asset before is past; what it tells from there on is judged.
    static DateTimeOffset Since(AssetState state, AssignDuty command) => command.DepartureStated
        ? command.DepartedAt
        : Earlier(command.DepartedAt, Later(state.Timeline.Newest?.AddMilliseconds(1), command.DepartedAt - MaxBeforeDeparture));

    static bool IsSilent(AssetFacts facts)
    {
        foreach (var alert in facts.Alerts)
            if (IsSilence(alert) && alert.ClearedAt is null)
                return true;
        return false;
    }

    static bool IsSilence(Alert a) => a.Rule == Rule.SignalLost.Name || a.Rule == Rule.SealSilence.Name;

    // Recorded times of one stream never go back, even when the asset moves to a silo whose clock is behind.
    static DateTimeOffset RecordingTime(AssetState state, DateTimeOffset now) => Later(state.Facts.RecordedAt, now);

    static Decision Record(AssetState state, ImmutableArray<AssetEvent> events) =>
        new(events, events.Aggregate(state, (s, e) => s.Evolve(e, DateTimeOffset.MaxValue)));

    static Decision RecordAndJudge(AssetState state, AssetEvent @event, RuleLimits limits, AssetEvent? more = null)
    {
        var next = state.Evolve(@event, DateTimeOffset.MaxValue);
        var alerts = AlertReconciler.Reconcile(next.Facts, next.Timeline, @event.RecordedAt, happened => @event.RecordedAt - happened > limits.LateAfter);
        return Record(state, more is null ? [@event, .. alerts] : [@event, .. alerts, more]);
    }

    static DateTimeOffset Later(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;

    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
