using System.Collections.Immutable;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>By what an asset's readings are judged: its duties, and what it was allowed.</summary>
public sealed record Mandate(ImmutableArray<Duty> Duties, ImmutableArray<UnlockPermission> Permissions)
{
    // An asset that sends little, or nothing, lets go of little: these keep it bounded.
    const int MaxDuties = 8;
    const int MaxPermissions = 64;

    // Officers allow an unlock at the gate and for now: it happens seconds later, and by a clock that is slow it happens before.
    static readonly TimeSpan ClockBehind = TimeSpan.FromMinutes(1);

    public static readonly Mandate None = new([], []);

    /// <summary>The duty for a device time; the newest where two meet.</summary>
    public Duty? DutyAt(DateTimeOffset at)
    {
        for (var i = Duties.Length - 1; i >= 0; i--)
            if (Duties[i].Covers(at))
                return Duties[i];
        return null;
    }

    /// <summary>The duty recorded at a moment.</summary>
    public Duty? DutyRecordedAt(DateTimeOffset recordedAt) => Duties.FirstOrDefault(d => d.RecordedAt == recordedAt);

    /// <summary>
    /// Whether a seal may be unlocked there and then. A seal that does not tell where it is, is not there. Its clock may be a little behind that of whoever
    /// allowed it.
    /// </summary>
    public bool AllowsUnlock(DateTimeOffset at, GeoPosition? place) =>
        place is { } p && Permissions.Any(x => x.From - ClockBehind <= at && at <= x.Until && x.Place.DistanceM(p) <= x.RadiusM);

    /// <summary>This mandate after an event.</summary>
    /// <param name="duty">The duty that the event assigns, if it assigns one.</param>
    public Mandate After(AssetEvent @event, Duty? duty) => @event switch
    {
        DutyAssigned when duty is not null => this with { Duties = [.. Duties.Skip(Duties.Length - MaxDuties + 1), duty] },
        DutyReleased e => this with { Duties = [.. Duties.Select(d => d.Until is null ? d with { Until = e.At } : d)] },
        UnlockAuthorised e => this with
        {
            Permissions = [.. Permissions.Skip(Permissions.Length - MaxPermissions + 1), new UnlockPermission(e.Place, e.RadiusM, e.From, e.Until)],
        },
        _ => this,
    };

    /// <summary>Without what no reading at or after a moment can need; the duty it is on stays.</summary>
    public Mandate Since(DateTimeOffset at)
    {
        foreach (var duty in Duties)
            if (duty.Until < at)
                return Without(at);
        foreach (var permission in Permissions)
            if (permission.Until < at)
                return Without(at);
        return this;
    }

    Mandate Without(DateTimeOffset past) => new(Duties.RemoveAll(d => d.Until < past), Permissions.RemoveAll(p => p.Until < past));
}

/// <summary>A seal may be unlocked at a place and for a time.</summary>
public sealed record UnlockPermission(GeoPosition Place, double RadiusM, DateTimeOffset From, DateTimeOffset Until);
