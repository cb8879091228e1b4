using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Assets;

/// <summary>What is known of an asset, folded from its events: live in its grain, and for any past moment in a replay.</summary>
public sealed record AssetFacts
{
    public required AssetId Asset { get; init; }

    MaybeTime at;
    MaybeTime heardAt;
    MaybeTime recordedAt;

    SealState? seal;
    SensorSample? sensors;

    // As it came: a grain's state and its window of readings hold the same one.
    Sample? positioned;

    /// <summary>Newest device time among the readings that can be believed.</summary>
    public DateTimeOffset? At { get => at; init => at = value; }

    /// <summary>When the broker last received anything of it that was recorded.</summary>
    public DateTimeOffset? HeardAt { get => heardAt; init => heardAt = value; }

    /// <summary>When its last event was recorded.</summary>
    public DateTimeOffset? RecordedAt { get => recordedAt; init => recordedAt = value; }

    /// <summary>Readings recorded.</summary>
    public long Readings { get; init; }

    /// <summary>Readings its device sent again.</summary>
    public long Duplicates { get; init; }

    /// <summary>
    /// The newest position that can be believed, from whichever kind of reading. Where the device's clock runs ahead its time is when it was received.
    /// </summary>
    public Fix? LastPosition { get => positioned is null ? null : Fix.Of(positioned, positioned.Position!.Value); init => positioned = value?.ToSample(); }

    /// <summary>Whether there is a <see cref="LastPosition"/>.</summary>
    [JsonIgnore]
    public bool HasPosition => positioned is not null;

    /// <summary>
    /// Whether its position was taken, and received, since it was put on the duty it is on. Until then it stands where it was for others, and a clock that runs a little ahead may have
    /// dated that into the duty.
    /// </summary>
    internal bool IsPositionOfDuty => positioned is { } last && Duty is { } duty && last.At >= duty.RecordedAt && last.ReceivedAt >= duty.RecordedAt;

    /// <summary>A seal's state and since when.</summary>
    public SealState? Seal { get => seal; init => seal = value; }

    /// <summary>The newest sensor sample.</summary>
    public SensorSample? Sensors { get => sensors; init => sensors = value; }

    /// <summary>The duty it is on.</summary>
    public Duty? Duty { get; init; }

    /// <summary>Its alerts: all of them in a replay; in a grain, those that are open or may still change.</summary>
    public ImmutableArray<Alert> Alerts { get; init; } = [];

    /// <summary>Nothing known yet.</summary>
    public static AssetFacts Of(AssetId asset) => new() { Asset = asset };

    /// <summary>What is known after an event.</summary>
    public AssetFacts Evolve(AssetEvent @event) => @event switch
    {
        ReadingsRecorded e => Taking(e),
        DutyAssigned e => this with
        {
            Duty = new Duty(e.Shipment, e.Since, null, e.Corridor, TimeSpan.FromSeconds(e.SilenceLimitS), e.RecordedAt,
                e.StopLimitS is { } stop ? TimeSpan.FromSeconds(stop) : null),
            RecordedAt = e.RecordedAt,
        },
        DutyReleased e => this with { Duty = null, RecordedAt = e.RecordedAt },
        AlertEvent e => this with { Alerts = EvolveAlerts(e), RecordedAt = e.RecordedAt },
        _ => this with { RecordedAt = @event.RecordedAt },
    };

    /// <summary>
    /// What had happened by a moment, by what these facts know: fold events through <see cref="AsOf(AssetEvent, DateTimeOffset)"/> first, then take the alerts
    /// back to that moment with this.
    /// </summary>
    public AssetFacts AlertsAsOf(DateTimeOffset at) => this with { Alerts = [.. Alerts.Select(a => a.AsOf(at)).OfType<Alert>()] };

    /// <summary>The part of an event that had happened by a moment; null when none of it had.</summary>
    public static AssetEvent? AsOf(AssetEvent @event, DateTimeOffset at) => @event switch
    {
        // An alert's own times may be moved by later events: the alert is folded whole and taken back afterwards.
        AlertEvent => @event,
        ReadingsRecorded e when e.Readings.Any(s => When(s) > at) =>
            e.Readings.RemoveAll(s => When(s) > at) is { IsEmpty: false } rest ? e with { Readings = rest } : null,
        ReadingsRecorded => @event,
        _ => @event.At <= at ? @event : null,
    };

    /// <summary>When a reading happened. A clock that runs ahead is not believed: then it was when it was received.</summary>
    internal static DateTimeOffset When(Sample s) => s.Mark == SampleMark.ClockSkew ? s.ReceivedAt : s.At;

    AssetFacts Taking(ReadingsRecorded e)
    {
        var facts = this with { Readings = Readings + e.Readings.Length, Duplicates = Duplicates + e.Duplicates, RecordedAt = e.RecordedAt };
        foreach (var sample in e.Readings)
            facts.Take(sample);
        return facts;
    }

    // Only ever into a copy that nobody else has seen.
    void Take(Sample s)
    {
        var receivedAt = s.ReceivedAt;
        if (!(HeardAt >= receivedAt))
            heardAt = receivedAt;
        if (s.Mark == SampleMark.ClockSkew)
        {
            // A clock that runs ahead must not freeze the asset on the map: it is where it says, when that was received.
            if (s.AsJudged() is not { } judged)
            {
                Move(s with { At = receivedAt, DelayMs = 0 });
                return;
            }

            s = judged;
        }

        if (!(At >= s.At))
            at = s.At;
        Move(s);
        switch (s)
        {
            case SealSample { Event: var e } when SealState.Changes(e) && !(seal?.At > s.At):
                seal = SealState.After(seal, e, s.At);
                break;
            case SensorSample x when !(sensors?.At > s.At):
                sensors = Newest(sensors, x);
                break;
        }
    }

    void Move(Sample s)
    {
        if (s.Position is { } p && s.Mark != SampleMark.Implausible && !Plausibility.IsNullIsland(p) && !(positioned?.Ticks > s.Ticks))
            positioned = s;
    }

    // Devices send what they have: a value that is missing now is still known from before.
    static SensorSample Newest(SensorSample? old, SensorSample x) => old is null
        ? x
        : x with
        {
            TemperatureC = x.TemperatureC ?? old.TemperatureC,
            HumidityPct = x.HumidityPct ?? old.HumidityPct,
            ShockG = x.ShockG ?? old.ShockG,
            DoorOpen = x.DoorOpen ?? old.DoorOpen,
            LightLux = x.LightLux ?? old.LightLux,
            BatteryPct = x.BatteryPct ?? old.BatteryPct,
        };

    ImmutableArray<Alert> EvolveAlerts(AlertEvent e)
    {
        for (var i = 0; i < Alerts.Length; i++)
            if (Alerts[i].Id == e.AlertId)
                return Alerts.SetItem(i, AlertFold.Evolve(Asset, Alerts[i], e)!);
        return AlertFold.Evolve(Asset, null, e) is { } raised ? Alerts.Add(raised) : Alerts;
    }
}

/// <summary>Where an asset was, and how it moved.</summary>
/// <param name="AccuracyM">Radius of uncertainty in metres; 0 when the device does not tell.</param>
public sealed record Fix(DateTimeOffset At, GeoPosition Position, double? SpeedKph, double? HeadingDeg, double AccuracyM)
{
    /// <summary>A sample's fix.</summary>
    public static Fix Of(Sample sample, GeoPosition position) => sample is PositionSample p
        ? new Fix(p.At, position, p.SpeedKph, p.HeadingDeg, p.AccuracyM ?? 0)
        : new Fix(sample.At, position, null, null, 0);

    /// <summary>A sample that has this fix.</summary>
    internal Sample ToSample() => new PositionSample
    {
        At = At,
        Lat = Position.Lat,
        Lon = Position.Lon,
        SpeedKph = SpeedKph,
        HeadingDeg = HeadingDeg,
        AccuracyM = AccuracyM,
    };
}

/// <summary>A seal's state after ISO 18185, kept as the event that led to it.</summary>
/// <param name="State">One of sealed, opened, unlocked, tampered, cut.</param>
/// <param name="Since">Device time of the first message that said so.</param>
/// <param name="At">Device time of the newest message that said so: what is older does not change it.</param>
public sealed record SealState(SealEvent State, DateTimeOffset Since, DateTimeOffset At)
{
    /// <summary>Whether an event says something about the state; heartbeats, low batteries and defects of the device do not.</summary>
    public static bool Changes(SealEvent e) => e is SealEvent.Sealed or SealEvent.Opened or SealEvent.Unlocked or SealEvent.Tampered or SealEvent.Cut;

    /// <summary>The state after an event; a repeat keeps the time of the first.</summary>
    public static SealState After(SealState? state, SealEvent e, DateTimeOffset at) => new(e, state?.State == e ? state.Since : at, at);
}
