using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Domain.Audit;

/// <summary>Acts, from their events and into them.</summary>
public static class AuditFold
{
    /// <summary>The event that a note becomes.</summary>
    public static AuditEvent ToEvent(this AuditNote note, DateTimeOffset now)
    {
        var recorded = now > note.At ? now : note.At;
        return note switch
        {
            BeginNote { By: var by } => new ActBegun(note.At, recorded, note.Act, by.Actor, by.Credential, by.Role, by.What, by.On, by.From),
            EndNote end => new ActEnded(note.At, recorded, note.Act, end.Status, end.Made),
            RefusalNote { By: var by } refusal =>
                new ActRefused(note.At, recorded, note.Act, by.Actor, by.Credential, by.Role, by.What, by.On, by.From, refusal.Status, refusal.Others),
            _ => throw new ArgumentOutOfRangeException(nameof(note), note, "no note of ours"),
        };
    }

    /// <summary>An act after an event; null before it began.</summary>
    public static Act? Evolve(Act? act, AuditEvent @event) => (act, @event) switch
    {
        (null, ActBegun e) => new Act { Id = e.Act, At = e.At, By = new ActBy(e.Actor, e.Credential, e.Role, e.What, e.On, e.From) },
        (null, ActRefused e) => new Act
        {
            Id = e.Act,
            At = e.At,
            By = new ActBy(e.Actor, e.Credential, e.Role, e.What, e.On, e.From),
            Status = e.Status,
            EndedAt = e.At,
            OthersRefused = e.Others,
        },
        ({ } a, ActEnded e) => a with { Status = e.Status, EndedAt = e.At, Made = e.Made },
        _ => act,
    };
}

/// <summary>An act as it is known.</summary>
public sealed record Act
{
    public required string Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required ActBy By { get; init; }

    /// <summary>HTTP status; null while it is not known how it ended.</summary>
    public int? Status { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
    public string? Made { get; init; }

    /// <summary>Refused attempts before this one that were only counted.</summary>
    public long OthersRefused { get; init; }
}
