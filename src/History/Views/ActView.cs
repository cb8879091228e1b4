using JasperFx.Events;
using Marten.Events.Projections;
using ShipmentTracker.Domain.Audit;

namespace ShipmentTracker.History.Views;

/// <summary>An act in the list of acts.</summary>
public sealed record ActView
{
    public required string Id { get; init; }

    /// <summary>Where its first event is in the whole history: the list's order.</summary>
    public required long Sequence { get; init; }

    public required string Actor { get; init; }

    public required string Credential { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Act Act { get; init; }
}

/// <summary>Keeps the list of acts. Their events are in the streams of their days.</summary>
public sealed class ActViewProjection : MultiStreamProjection<ActView, string>
{
    public ActViewProjection()
    {
        Name = "acts";
        IncludeType<ActBegun>();
        IncludeType<ActEnded>();
        IncludeType<ActRefused>();
        Identity<ActBegun>(e => e.Act);
        Identity<ActEnded>(e => e.Act);
        Identity<ActRefused>(e => e.Act);
    }

    public override ActView? Evolve(ActView? snapshot, string id, IEvent e) =>
        e.Data is AuditEvent @event && AuditFold.Evolve(snapshot?.Act, @event) is { } act
            ? new ActView { Id = id, Sequence = snapshot?.Sequence ?? e.Sequence, Actor = act.By.Actor, Credential = act.By.Credential, At = act.At, Act = act }
            : snapshot;
}
