using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Domain.Audit;

/// <summary>Something somebody did; kept in the stream of the day it began, <c>audit/2026-11-23</c>.</summary>
/// <param name="Act">Names the act.</param>
public abstract record AuditEvent(DateTimeOffset At, DateTimeOffset RecordedAt, string Act) : DomainEvent(At, RecordedAt);

/// <summary>Somebody was about to do something. Written before it is done: what has no end was cut off, or its end could not be written.</summary>
/// <param name="Actor">As in the history: <c>officer:Lan</c>.</param>
/// <param name="Credential">A key's id, <c>configuration</c>, or <c>oidc:</c> and the subject of a token.</param>
/// <param name="What">The operation, as the API's description names it.</param>
/// <param name="On">Its address, without the query.</param>
/// <param name="From">The network address it came from.</param>
public sealed record ActBegun(
    DateTimeOffset At, DateTimeOffset RecordedAt, string Act, string Actor, string Credential, Role Role, string What, string On, string From)
    : AuditEvent(At, RecordedAt, Act);

/// <summary>How an act ended.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Made">The address of what was made, if something was.</param>
public sealed record ActEnded(DateTimeOffset At, DateTimeOffset RecordedAt, string Act, int Status, string? Made) : AuditEvent(At, RecordedAt, Act);

/// <summary>Somebody who is known was not allowed to.</summary>
/// <param name="Actor">As in the history: <c>officer:Lan</c>.</param>
/// <param name="Credential">A key's id, or <c>oidc:</c> and the subject of a token.</param>
/// <param name="What">The operation, as the API's description names it.</param>
/// <param name="On">Its address, without the query.</param>
/// <param name="From">The network address it came from.</param>
/// <param name="Status">HTTP status: 401 or 403.</param>
/// <param name="Others">Refused attempts that were counted instead of written down since the last one that was.</param>
public sealed record ActRefused(
    DateTimeOffset At, DateTimeOffset RecordedAt, string Act, string Actor, string Credential, Role Role, string What, string On, string From, int Status, long Others)
    : AuditEvent(At, RecordedAt, Act);
