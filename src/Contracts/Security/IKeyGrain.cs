using System.Collections.Immutable;

namespace ShipmentTracker.Contracts.Security;

/// <summary>An API key and the only one who writes of it; the key of the grain is the key's id. The secret itself never comes here.</summary>
[Alias("shiptrack.IKeyGrain")]
public interface IKeyGrain : IGrainWithStringKey
{
    /// <summary>Makes the key known.</summary>
    [Alias("Issue")]
    ValueTask<Outcome<KeyInfo>> Issue(IssueKey command, CancellationToken cancellationToken);

    /// <summary>Takes it back for good. Taking it back again changes nothing.</summary>
    [Alias("Revoke")]
    ValueTask<Outcome<KeyInfo>> Revoke(RevokeKey command, CancellationToken cancellationToken);
}

/// <summary>Hears which keys were used.</summary>
[Alias("shiptrack.IKeyDeskGrain")]
public interface IKeyDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps the newest use of each key. Told now and then for many keys at once, never for a single request.</summary>
    [Alias("Used")]
    ValueTask Used(ImmutableArray<KeyUse> uses, CancellationToken cancellationToken);
}

/// <summary>A new key.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.IssueKey")]
public sealed record IssueKey
{
    /// <summary>Whose it is, for people; it is written beside what the key is used for.</summary>
    [Id(0)] public string? Name { get; init; }

    [Id(1)] public required Role Role { get; init; }

    /// <summary>Whose shipments a carrier's key may see, written as in the shipments.</summary>
    [Id(2)] public string? Carrier { get; init; }

    /// <summary>From when on it opens nothing; null: never.</summary>
    [Id(3)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>SHA-256 of the whole key, in hexadecimal.</summary>
    [Id(4)] public required string Hash { get; init; }

    [Id(5)] public required string By { get; init; }
}

/// <summary>Takes a key back.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.RevokeKey")]
public sealed record RevokeKey([property: Id(0)] string By);

/// <summary>That a key was used.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.KeyUse")]
public readonly record struct KeyUse([property: Id(0)] string Key, [property: Id(1)] DateTimeOffset At);

/// <summary>A key as it stands.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.KeyInfo")]
public sealed record KeyInfo
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Name { get; init; }
    [Id(2)] public required Role Role { get; init; }
    [Id(3)] public string? Carrier { get; init; }

    /// <summary>SHA-256 of the whole key, in hexadecimal; shown to nobody.</summary>
    [Id(4)] public required string Hash { get; init; }

    [Id(5)] public required DateTimeOffset IssuedAt { get; init; }
    [Id(6)] public required string IssuedBy { get; init; }
    [Id(7)] public DateTimeOffset? ExpiresAt { get; init; }
    [Id(8)] public DateTimeOffset? RevokedAt { get; init; }
    [Id(9)] public string? RevokedBy { get; init; }
}
