namespace ShipmentTracker.Domain.Assets;

/// <summary>An asset's state at a version of its stream.</summary>
/// <param name="Format">Which shape and which rules made it.</param>
/// <param name="Version">The version of the stream it holds for.</param>
/// <param name="State">The state.</param>
/// <param name="Stretch">The events up to it, from the snapshot before.</param>
public sealed record AssetSnapshot(int Format, long Version, AssetState State, Stretch Stretch)
{
    /// <summary>Raised whenever the state's shape or a rule changes; older snapshots are then thrown away.</summary>
    public const int CurrentFormat = 5;

    /// <summary>One of the present format, without the readings that were brought back for a late one and are needed no more.</summary>
    public static AssetSnapshot Of(long version, AssetState state, Stretch stretch) => new(CurrentFormat, version, state.Tidy(DateTimeOffset.MaxValue), stretch);

    /// <summary>All of it but the state.</summary>
    public SnapshotMark Mark => new(
        Version, Stretch.Since, Stretch.Oldest, Stretch.Latest, Stretch.Newest, State.Timeline.Horizon, State.Facts.RecordedAt ?? DateTimeOffset.MinValue, State.Facts.Readings);

    /// <summary>As it is kept: without the routes of its duties, which the history has with the duties themselves.</summary>
    public AssetSnapshot Packed() => this with { State = EachDuty(State, WithoutRoute) };

    /// <summary>Whether routes were left out.</summary>
    public bool LacksRoutes => State.Timeline.Mandate.Duties.Any(LacksRoute) || (State.Facts.Duty is { } duty && LacksRoute(duty));

    /// <summary>With the routes of the duties that were assigned; null when one is not among them.</summary>
    public AssetSnapshot? WithRoutes(IReadOnlyCollection<DutyAssigned> assigned)
    {
        var routes = assigned.Where(a => a.Corridor is not null).ToDictionary(a => a.RecordedAt, a => a.Corridor);
        var whole = this with { State = EachDuty(State, d => LacksRoute(d) && routes.TryGetValue(d.RecordedAt, out var route) ? d with { Route = route } : d) };
        return whole.LacksRoutes ? null : whole;
    }

    static bool LacksRoute(Duty duty) => duty.Route is { Coordinates.IsEmpty: true };

    static Duty WithoutRoute(Duty duty) => duty.Route is { } route ? duty with { Route = route with { Coordinates = [], Zones = [] } } : duty;

    static AssetState EachDuty(AssetState state, Func<Duty, Duty> change)
    {
        var mandate = state.Timeline.Mandate;
        return mandate.Duties.IsEmpty && state.Facts.Duty is null
            ? state
            : state with
            {
                Facts = state.Facts with { Duty = state.Facts.Duty is { } duty ? change(duty) : null },
                Timeline = state.Timeline.Under(mandate with { Duties = [.. mandate.Duties.Select(change)] }),
            };
    }
}
