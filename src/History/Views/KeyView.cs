using JasperFx.Events;
using Marten.Events.Aggregation;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Keys;

namespace ShipmentTracker.History.Views;

/// <summary>An API key in the list of keys.</summary>
public sealed record KeyView
{
    /// <summary>The name of its stream.</summary>
    public required string Id { get; init; }

    /// <summary>Where its first event is in the whole history: the list's order.</summary>
    public required long Sequence { get; init; }

    public required KeyInfo Key { get; init; }
}

/// <summary>Keeps the list of API keys.</summary>
public sealed class KeyViewProjection : SingleStreamProjection<KeyView, string>
{
    public KeyViewProjection()
    {
        Name = "keys";
        IncludeType<KeyIssued>();
        IncludeType<KeyRevoked>();
    }

    public override KeyView? Evolve(KeyView? snapshot, string id, IEvent e) =>
        e.Data is KeyEvent @event && KeyFacts.Evolve(snapshot?.Key, @event) is { } key
            ? new KeyView { Id = id, Sequence = snapshot?.Sequence ?? e.Sequence, Key = key }
            : snapshot;
}
