using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Views;

/// <summary>
/// What a carrier may see of an asset that serves many: the times it was on duty for one of the carrier's shipments, and what happened to those. Made from the asset's own
/// history, which tells to the moment when each duty began and ended.
/// </summary>
public sealed class AssetShare
{
    // What the database keeps of a time.
    static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1);

    readonly IReadOnlySet<string> shipments;
    readonly Dictionary<string, string?> alerts;

    AssetShare(IReadOnlySet<string> shipments, Dictionary<string, string?> alerts, ImmutableArray<SharedSpan> spans) =>
        (this.shipments, this.alerts, Spans) = (shipments, alerts, spans);

    /// <summary>Device times the carrier may see, in order; they do not overlap.</summary>
    public ImmutableArray<SharedSpan> Spans { get; }

    /// <summary>The asset is on duty for the carrier now.</summary>
    public bool IsOpen => Spans is [.., { To: null }];

    /// <summary>The shipments an asset was ever on duty for.</summary>
    public static IReadOnlySet<string> ShipmentsOf(IEnumerable<AssetEvent> events) => events.OfType<DutyAssigned>().Select(d => d.Shipment).ToHashSet();

    /// <summary>The share of whoever owns some of them.</summary>
    /// <param name="events">The asset's events but for its readings, in order.</param>
    /// <param name="shipments">The carrier's shipments among those of <see cref="ShipmentsOf"/>.</param>
    public static AssetShare Of(IEnumerable<AssetEvent> events, IReadOnlySet<string> shipments)
    {
        var spans = ImmutableArray.CreateBuilder<SharedSpan>();
        var alerts = new Dictionary<string, string?>();
        DutyAssigned? duty = null;
        DateTimeOffset? released = null;
        foreach (var e in events)
        {
            switch (e)
            {
                case DutyAssigned assigned:
                    duty = assigned;
                    break;
                case DutyReleased { Shipment: var shipment } when duty?.Shipment == shipment:
                    Share(e.At);
                    duty = null;
                    released = released > e.At ? released : e.At;
                    break;
                case AlertRaised raised:
                    alerts[raised.AlertId] = raised.Shipment;
                    break;
                case AlertUpdated updated:
                    alerts[updated.AlertId] = updated.Shipment;
                    break;
            }
        }

        Share(null);
        return new AssetShare(shipments, alerts, spans.ToImmutable());

        // Judged are also readings from before the departure; what the asset did while it served nobody is nobody's to see.
        //
        // Whoever says that a shipment left earlier than we were told does not get to see what the asset did for others until then.
        void Share(DateTimeOffset? to)
        {
            if (duty is null || !shipments.Contains(duty.Shipment))
                return;
            var from = released >= duty.At ? released.Value + Moment : duty.At;
            if (to is null || from <= to)
                spans.Add(new SharedSpan(from, to));
        }
    }

    /// <summary>Whether a moment, by the device's clock, may be seen.</summary>
    public bool Covers(DateTimeOffset at) => SpanAt(at) is not null;

    /// <summary>
    /// Whether a reading may be seen: measured, by the device's clock, in a time that may, and not received before that time began. A device whose clock runs ahead may date into the
    /// carrier's time what it measured before.
    /// </summary>
    /// <param name="at">Device time.</param>
    /// <param name="receivedAt">When the broker received it.</param>
    public bool Shows(DateTimeOffset at, DateTimeOffset receivedAt) => SpanAt(at) is { } span && receivedAt >= span.From;

    /// <summary>An event as the carrier may see it: without others' readings; null when nothing of it is left.</summary>
    public AssetEvent? Limited(AssetEvent e) => e switch
    {
        ReadingsRecorded readings => Limited(readings),
        DutyAssigned { Shipment: var shipment } => Owned(shipment) ? e : null,
        DutyReleased { Shipment: var shipment } => Owned(shipment) ? e : null,
        UnlockAuthorised { Shipment: var shipment } => Owned(shipment) ? e : null,
        AlertEvent { AlertId: var alert } => Owned(alerts.GetValueOrDefault(alert)) ? e : null,
        _ => null,
    };

    /// <summary>A state of a moment that may be seen, without what is older than the carrier's part of it.</summary>
    public AssetStatus Limited(AssetStatus status) => status with
    {
        At = Seen(status.At),
        LastHeardAt = Seen(status.At) is null ? null : status.LastHeardAt,
        LastPosition = status.LastPosition is { } p && Covers(p.At) ? p : null,
        Sensors = status.Sensors is { } s && Covers(s.At) ? s : null,
        SealState = Seen(status.At) is null ? null : status.SealState,
        Shipment = Owned(status.Shipment) ? status.Shipment : null,
        OpenAlerts = [.. status.OpenAlerts.Where(a => Owned(a.Shipment))],
    };

    ReadingsRecorded? Limited(ReadingsRecorded e)
    {
        var seen = e.Readings.Where(r => Shows(r.At, r.ReceivedAt)).ToImmutableArray();
        return seen.IsEmpty ? null : seen.Length == e.Readings.Length ? e : e with { Readings = seen, At = seen.Max(r => r.At), Duplicates = 0 };
    }

    bool Owned(string? shipment) => shipment is not null && shipments.Contains(shipment);

    DateTimeOffset? Seen(DateTimeOffset? at) => at is { } t && Covers(t) ? at : null;

    SharedSpan? SpanAt(DateTimeOffset at)
    {
        foreach (var span in Spans)
            if (at >= span.From && !(at > span.To))
                return span;
        return null;
    }
}

/// <summary>A part of an asset's time, both ends included.</summary>
/// <param name="From">The first device time.</param>
/// <param name="To">The last device time; null while it goes on.</param>
public readonly record struct SharedSpan(DateTimeOffset From, DateTimeOffset? To);
