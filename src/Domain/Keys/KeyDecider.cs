using System.Collections.Immutable;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Domain.Keys;

/// <summary>What becomes of commands to an API key. Pure.</summary>
public static class KeyDecider
{
    /// <summary>Characters in a name at most.</summary>
    public const int MaxNameLength = 100;

    // SHA-256 in hexadecimal.
    const int HashLength = 64;

    /// <summary>Issues a key under an id that nobody has.</summary>
    public static Outcome<KeyEvent> Issue(KeyInfo? key, string id, IssueKey command, DateTimeOffset now)
    {
        if (key is not null)
            return Rejection.Conflict("id", $"key {id} is issued already");
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (command.Hash.Length != HashLength)
            errors.Add(new("hash", "must be a SHA-256 in hexadecimal"));
        if (string.IsNullOrWhiteSpace(command.Name))
            errors.Add(new("name", "is missing: say whose key it is"));
        else if (command.Name.Length > MaxNameLength || command.Name.Any(char.IsControl))
            errors.Add(new("name", $"must have at most {MaxNameLength} characters and no control characters"));
        if (command.Role == Role.Carrier && string.IsNullOrWhiteSpace(command.Carrier))
            errors.Add(new("carrier", "is missing: say whose shipments a carrier's key may see, as the shipments name it"));
        if (command.Role != Role.Carrier && command.Carrier is not null)
            errors.Add(new("carrier", "is only for the role carrier"));
        if (command.ExpiresAt <= now)
            errors.Add(new("expiresAt", "must be in the future"));
        return errors.Count > 0
            ? new Rejection(RejectionKind.Invalid, "The request is not valid", errors.ToImmutable())
            : new KeyIssued(now, now, id, command.Name!.Trim(), command.Role, command.Carrier, command.Hash, command.ExpiresAt, command.By);
    }

    /// <summary>Takes a key back; no event when it has been taken back already.</summary>
    public static Outcome<KeyEvent?> Revoke(KeyInfo? key, RevokeKey command, DateTimeOffset now) => key switch
    {
        null => Rejection.NotFound("id", "there is no such key"),
        { RevokedAt: not null } => new Outcome<KeyEvent?>(null, null),
        { } k => new KeyRevoked(Later(k.IssuedAt, now), Later(k.IssuedAt, now), k.Id, command.By),
    };

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
