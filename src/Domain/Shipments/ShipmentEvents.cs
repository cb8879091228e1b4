using System.Collections.Immutable;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Shipments;

/// <summary>Something that happened to a shipment; kept in the stream <c>shipment/{number}</c>.</summary>
public abstract record ShipmentEvent(DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment) : DomainEvent(At, RecordedAt);

/// <summary>A movement under customs supervision was registered. Assets are written <c>vehicle/29H81234</c>.</summary>
/// <param name="Origin">UN/LOCODE.</param>
/// <param name="Destination">UN/LOCODE.</param>
/// <param name="SignalLostAfterS">How long its vehicle and containers may be silent, in seconds; null: the default at departure.</param>
/// <param name="SealSilenceAfterS">How long a seal may be silent, in seconds; null: the default at departure.</param>
/// <param name="StopAfterS">How long its vehicle may stand outside its stop zones, in seconds; null: the default at departure if it has stop zones, otherwise not judged.</param>
public sealed record ShipmentRegistered(
    DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, string Declaration, string Carrier, string Origin, string Destination, PlannedRoute Route,
    string Vehicle, ImmutableArray<string> Containers, ImmutableArray<string> Seals, DateTimeOffset? Deadline, double? SignalLostAfterS, double? SealSilenceAfterS,
    string By, double? StopAfterS = null) : ShipmentEvent(At, RecordedAt, Shipment);

/// <summary>Somebody asked to depart; its assets are being put on duty.</summary>
/// <param name="DepartureStated">The time of departure was stated, not taken from the clock.</param>
public sealed record DepartureRequested(
    DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, bool DepartureStated, string By, string? Note) : ShipmentEvent(At, RecordedAt, Shipment);

/// <summary>It could not depart: an asset would not take the duty. The others were released again.</summary>
public sealed record DepartureRefused(DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, string Asset, string Reason) : ShipmentEvent(At, RecordedAt, Shipment);

/// <summary>It left; every asset is on duty. DCSA event code DEPA.</summary>
public sealed record ShipmentDeparted(DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, string By, string? Note) : ShipmentEvent(At, RecordedAt, Shipment);

/// <summary>It reached its destination. DCSA event code ARRI.</summary>
public sealed record ShipmentArrived(DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, string By, string? Note) : ShipmentEvent(At, RecordedAt, Shipment);

/// <summary>Supervision ended; its assets are released.</summary>
public sealed record ShipmentClosed(DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, string By, string? Note) : ShipmentEvent(At, RecordedAt, Shipment);
