using System.Collections.Immutable;

namespace ShipmentTracker.Contracts.Assets;

/// <summary>How much an alert matters.</summary>
public enum AlertSeverity
{
    Info,
    Warning,
    Critical,
}

/// <summary>Where an alert stands.</summary>
public enum AlertStatus
{
    /// <summary>The condition holds and nobody has taken it on.</summary>
    Open,

    /// <summary>An officer has taken it on.</summary>
    Acknowledged,

    /// <summary>The condition is over.</summary>
    Cleared,

    /// <summary>An officer has closed it.</summary>
    Closed,
}

/// <summary>One alert as it stands.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.AlertInfo")]
public sealed record AlertInfo
{
    /// <summary>Stable identity, the same on every redelivery: <c>seal-VN0012345-seal-breach-20261122T081530000Z</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The rule's name, such as <c>seal-breach</c>.</summary>
    [Id(1)] public required string Rule { get; init; }

    [Id(2)] public required int RuleVersion { get; init; }
    [Id(3)] public required AlertSeverity Severity { get; init; }
    [Id(4)] public required AlertStatus Status { get; init; }
    [Id(5)] public required AssetId Asset { get; init; }
    [Id(6)] public string? Shipment { get; init; }

    /// <summary>When the condition began, by the device's clock.</summary>
    [Id(7)] public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When the alert was recorded.</summary>
    [Id(8)] public required DateTimeOffset RecordedAt { get; init; }

    [Id(9)] public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>The readings that raised it, or took it back, came late: what it tells is past.</summary>
    [Id(10)] public required bool Late { get; init; }

    [Id(11)] public GeoPoint? Position { get; init; }

    /// <summary>One sentence for the officer.</summary>
    [Id(12)] public required string Message { get; init; }

    /// <summary>The readings it rests on.</summary>
    [Id(13)] public required ImmutableArray<AlertEvidence> Evidence { get; init; }

    [Id(14)] public AlertHandling? Acknowledged { get; init; }
    [Id(15)] public AlertHandling? Closed { get; init; }
}

/// <summary>A reading an alert rests on.</summary>
/// <param name="At">Device time.</param>
/// <param name="Position">Where, when known.</param>
/// <param name="What">What it showed, in words: <c>2.3 km from the corridor</c>.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.AlertEvidence")]
public sealed record AlertEvidence([property: Id(0)] DateTimeOffset At, [property: Id(1)] GeoPoint? Position, [property: Id(2)] string What);

/// <summary>Who dealt with an alert, when, and what they noted.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.AlertHandling")]
public sealed record AlertHandling([property: Id(0)] DateTimeOffset At, [property: Id(1)] string By, [property: Id(2)] string? Note);
