using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Shipments;

/// <summary>What is known of a shipment, folded from its events.</summary>
public sealed record ShipmentFacts
{
    public required string Id { get; init; }
    public required string Declaration { get; init; }
    public required string Carrier { get; init; }
    public required string Origin { get; init; }
    public required string Destination { get; init; }
    public required PlannedRoute Route { get; init; }
    public required AssetId Vehicle { get; init; }
    public required ImmutableArray<AssetId> Containers { get; init; }
    public required ImmutableArray<AssetId> Seals { get; init; }
    public DateTimeOffset? Deadline { get; init; }
    public TimeSpan? SignalLostAfter { get; init; }
    public TimeSpan? SealSilenceAfter { get; init; }
    public TimeSpan? StopAfter { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public ShipmentStatus Status { get; init; }

    /// <summary>A departure that is under way: some of the assets may be on duty already.</summary>
    public DepartureRequested? Departing { get; init; }

    public DateTimeOffset? DepartedAt { get; init; }
    public DateTimeOffset? ArrivedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When its last event was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whether it states where its vehicle may stop.</summary>
    public bool HasStopZones => Route.Zones.Any(z => z.Kind == ZoneKind.Stop);

    /// <summary>Every asset with the name of its field in the registration.</summary>
    public IEnumerable<(AssetId Asset, string Field)> Assets =>
    [
        (Vehicle, "vehicle"),
        .. Containers.Select((c, i) => (c, $"containers[{i}]")),
        .. Seals.Select((s, i) => (s, $"seals[{i}]")),
    ];

    /// <summary>What is known after an event; null before the registration.</summary>
    public static ShipmentFacts? Evolve(ShipmentFacts? facts, ShipmentEvent @event)
    {
        var next = (facts, @event) switch
        {
            (_, ShipmentRegistered e) => Registered(e),
            (null, _) => null,
            ({ } f, DepartureRequested e) => f with { Departing = e },
            ({ } f, DepartureRefused) => f with { Departing = null },
            ({ } f, ShipmentDeparted e) => f with { Departing = null, Status = ShipmentStatus.InTransit, DepartedAt = e.At },
            ({ } f, ShipmentArrived e) => f with { Status = ShipmentStatus.Arrived, ArrivedAt = e.At },
            ({ } f, ShipmentClosed e) => f with { Status = ShipmentStatus.Closed, ClosedAt = e.At },
            _ => facts,
        };
        return next is null ? null : next with { RecordedAt = @event.RecordedAt };
    }

    static ShipmentFacts Registered(ShipmentRegistered e) => new()
    {
        Id = e.Shipment,
        Declaration = e.Declaration,
        Carrier = e.Carrier,
        Origin = e.Origin,
        Destination = e.Destination,
        Route = e.Route,
        Vehicle = Named(e.Vehicle),
        Containers = [.. e.Containers.Select(Named)],
        Seals = [.. e.Seals.Select(Named)],
        Deadline = e.Deadline,
        SignalLostAfter = Seconds(e.SignalLostAfterS),
        SealSilenceAfter = Seconds(e.SealSilenceAfterS),
        StopAfter = Seconds(e.StopAfterS),
        RegisteredAt = e.At,
        RecordedAt = e.RecordedAt,
    };

    static AssetId Named(string name) => AssetId.TryParse(name, out var asset, out var reason) ? asset : throw new FormatException(reason);

    static TimeSpan? Seconds(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
