using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Domain.Keys;

/// <summary>Something that happened to an API key; kept in the stream <c>key/{id}</c>.</summary>
public abstract record KeyEvent(DateTimeOffset At, DateTimeOffset RecordedAt, string Key) : DomainEvent(At, RecordedAt);

/// <summary>An API key was issued. The key itself is kept nowhere.</summary>
/// <param name="Key">Its id, the middle of <c>stk_id_secret</c>.</param>
/// <param name="Name">Whose it is, for people.</param>
/// <param name="Carrier">Whose shipments a carrier's key may see.</param>
/// <param name="Hash">SHA-256 of the whole key, in hexadecimal.</param>
/// <param name="ExpiresAt">From when on it opens nothing.</param>
public sealed record KeyIssued(
    DateTimeOffset At, DateTimeOffset RecordedAt, string Key, string Name, Role Role, string? Carrier, string Hash, DateTimeOffset? ExpiresAt, string By)
    : KeyEvent(At, RecordedAt, Key);

/// <summary>An API key was taken back for good.</summary>
public sealed record KeyRevoked(DateTimeOffset At, DateTimeOffset RecordedAt, string Key, string By) : KeyEvent(At, RecordedAt, Key);
