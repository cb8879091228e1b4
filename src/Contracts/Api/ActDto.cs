namespace ShipmentTracker.Contracts.Api;

/// <summary>Something somebody did, or was not allowed to do.</summary>
public sealed record ActDto
{
    public required string Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>As in the history: officer:Lan.</summary>
    public required string Actor { get; init; }

    /// <summary>The key's id, "configuration", or "oidc:" and the subject of a token.</summary>
    public required string Credential { get; init; }

    /// <summary>administrator, officer, auditor, carrier or gateway.</summary>
    public required string Role { get; init; }

    /// <summary>The operation, as the API's description names it.</summary>
    public required string What { get; init; }

    /// <summary>Its address, without the query.</summary>
    public required string On { get; init; }

    /// <summary>The network address it came from.</summary>
    public required string From { get; init; }

    /// <summary>The HTTP status it ended with; null while it goes on, or when how it ended could not be written down.</summary>
    public int? Status { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The address of what was made, if something was.</summary>
    public string? Made { get; init; }

    /// <summary>Refused attempts before this one that were counted instead of written down.</summary>
    public required long OthersRefused { get; init; }
}
