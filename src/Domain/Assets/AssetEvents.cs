using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Assets;

/// <summary>Something that happened to an asset; kept in the stream named like the asset.</summary>
public abstract record AssetEvent(DateTimeOffset At, DateTimeOffset RecordedAt) : DomainEvent(At, RecordedAt);

/// <summary>A burst of readings was taken from one partition; <see cref="DomainEvent.At"/> is the newest device time among them, or of receipt where the device's clock runs ahead.</summary>
/// <param name="Source">Which messages they were; the last offset is the new watermark of that partition.</param>
/// <param name="Readings">What was new, in the order it came.</param>
/// <param name="Duplicates">Readings sent again by the device since the event before, counted and not stored.</param>
public sealed record ReadingsRecorded(
    DateTimeOffset At, DateTimeOffset RecordedAt, SourceRange Source, ImmutableArray<Sample> Readings, int Duplicates) : AssetEvent(At, RecordedAt);

/// <summary>The asset was put on duty.</summary>
/// <param name="Since">The first device time whose readings are judged by it.</param>
/// <param name="Corridor">The planned route and its tolerance, for assets judged by it.</param>
/// <param name="SilenceLimitS">How long nothing may be heard, in seconds.</param>
/// <param name="StopLimitS">How long it may stand where it may not stop, in seconds; null where that is not judged.</param>
public sealed record DutyAssigned(
    DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, DateTimeOffset Since, PlannedRoute? Corridor, double SilenceLimitS, string By,
    double? StopLimitS = null) : AssetEvent(At, RecordedAt);

/// <summary>The asset was taken off duty.</summary>
public sealed record DutyReleased(DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, string By) : AssetEvent(At, RecordedAt);

/// <summary>A seal may be opened or unlocked at a place and for a time.</summary>
public sealed record UnlockAuthorised(
    DateTimeOffset At, DateTimeOffset RecordedAt, string Shipment, GeoPosition Place, double RadiusM, DateTimeOffset From, DateTimeOffset Until, string By, string? Note)
    : AssetEvent(At, RecordedAt);

/// <summary>Something that happened to an alert of the asset.</summary>
/// <param name="AlertId">The alert's stable identity.</param>
public abstract record AlertEvent(DateTimeOffset At, DateTimeOffset RecordedAt, string AlertId) : AssetEvent(At, RecordedAt);

/// <summary>A rule's condition came true; <see cref="DomainEvent.At"/> is when it did, by the device's clock.</summary>
/// <param name="Late">The readings came late: what the alert tells was past when it was recorded.</param>
public sealed record AlertRaised(
    DateTimeOffset At, DateTimeOffset RecordedAt, string AlertId, string Rule, int RuleVersion, AlertSeverity Severity, string? Shipment, bool Late,
    GeoPosition? Position, string Message, ImmutableArray<Evidence> Evidence) : AlertEvent(At, RecordedAt, AlertId);

/// <summary>More, or late, readings changed an alert: when it began, whether it is over, what it rests on.</summary>
/// <param name="RaisedAt">When the condition came true, as known now.</param>
/// <param name="ClearedAt">When it ended, as known now; null while it holds.</param>
/// <param name="Shipment">Whose duty it concerns, as known now.</param>
public sealed record AlertUpdated(
    DateTimeOffset At, DateTimeOffset RecordedAt, string AlertId, DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt, string? Shipment, bool Late,
    GeoPosition? Position, string Message, ImmutableArray<Evidence> Evidence) : AlertEvent(At, RecordedAt, AlertId);

/// <summary>The condition ended; <see cref="DomainEvent.At"/> is when, by the device's clock.</summary>
/// <param name="Retracted">Late readings showed that it had never held.</param>
public sealed record AlertCleared(
    DateTimeOffset At, DateTimeOffset RecordedAt, string AlertId, bool Late, bool Retracted, string Message) : AlertEvent(At, RecordedAt, AlertId);

/// <summary>An officer took the alert on.</summary>
public sealed record AlertAcknowledged(DateTimeOffset At, DateTimeOffset RecordedAt, string AlertId, string By, string? Note) : AlertEvent(At, RecordedAt, AlertId);

/// <summary>An officer closed the alert.</summary>
public sealed record AlertClosed(DateTimeOffset At, DateTimeOffset RecordedAt, string AlertId, string By, string? Note) : AlertEvent(At, RecordedAt, AlertId);
