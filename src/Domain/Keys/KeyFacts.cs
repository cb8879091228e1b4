using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Domain.Keys;

/// <summary>An API key, folded from its events.</summary>
public static class KeyFacts
{
    /// <summary>What is known after an event; null before the key was issued.</summary>
    public static KeyInfo? Evolve(KeyInfo? key, KeyEvent @event) => (key, @event) switch
    {
        (null, KeyIssued e) => new KeyInfo
        {
            Id = e.Key,
            Name = e.Name,
            Role = e.Role,
            Carrier = e.Carrier,
            Hash = e.Hash,
            IssuedAt = e.At,
            IssuedBy = e.By,
            ExpiresAt = e.ExpiresAt,
        },
        ({ } k, KeyRevoked e) => k with { RevokedAt = e.At, RevokedBy = e.By },
        _ => key,
    };
}
