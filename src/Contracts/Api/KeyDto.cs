namespace ShipmentTracker.Contracts.Api;

/// <summary>Asks for a new API key.</summary>
public sealed record IssueKeyRequest
{
    /// <summary>Whose it is, for people: written into the history beside what it is used for.</summary>
    public string? Name { get; init; }

    /// <summary>administrator, officer, auditor, carrier or gateway.</summary>
    public string? Role { get; init; }

    /// <summary>For the role carrier: the carrier as its shipments name it.</summary>
    public string? Carrier { get; init; }

    /// <summary>From when on it opens nothing; left out: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A new API key.</summary>
/// <param name="Id">Names it from now on.</param>
/// <param name="Key">The key itself. It is told this once: only its hash is kept.</param>
public sealed record IssuedKeyDto(string Id, string Key);

/// <summary>An API key, without its secret.</summary>
public sealed record KeyDto
{
    public required string Id { get; init; }

    /// <summary>How the key begins, to recognise it by.</summary>
    public required string Prefix { get; init; }

    public required string Name { get; init; }

    /// <summary>administrator, officer, auditor, carrier or gateway.</summary>
    public required string Role { get; init; }

    public string? Carrier { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required string IssuedBy { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    public string? RevokedBy { get; init; }

    /// <summary>When it was last used, to about a minute; null: not yet.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
