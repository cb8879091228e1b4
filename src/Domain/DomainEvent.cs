namespace ShipmentTracker.Domain;

/// <summary>Something that happened and is kept for ever. It knows two times.</summary>
/// <param name="At">When it happened: device time, or the time of the act.</param>
/// <param name="RecordedAt">When we recorded it: what was known when is told by this one.</param>
public abstract record DomainEvent(DateTimeOffset At, DateTimeOffset RecordedAt);
