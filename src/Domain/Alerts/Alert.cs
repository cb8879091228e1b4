using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Alerts;

/// <summary>An alert as its events tell it.</summary>
public sealed record Alert
{
    /// <summary>See <see cref="AlertId"/>.</summary>
    public required string Id { get; init; }

    public required string Rule { get; init; }
    public required int RuleVersion { get; init; }
    public required AlertSeverity Severity { get; init; }
    public required AssetId Asset { get; init; }
    public string? Shipment { get; init; }

    /// <summary>When the condition came true, by the device's clock.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When the condition ended; null while it holds.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Late readings showed that it had never held.</summary>
    public bool Retracted { get; init; }

    public required bool Late { get; init; }
    public GeoPosition? Position { get; init; }
    public required string Message { get; init; }
    public required ImmutableArray<Evidence> Evidence { get; init; }
    public Handling? Acknowledged { get; init; }
    public Handling? Closed { get; init; }

    /// <summary>Where it stands: closed by an officer counts most, then over, then taken on.</summary>
    public AlertStatus Status => this switch
    {
        { Closed: not null } => AlertStatus.Closed,
        { ClearedAt: not null } => AlertStatus.Cleared,
        { Acknowledged: not null } => AlertStatus.Acknowledged,
        _ => AlertStatus.Open,
    };

    /// <summary>Open or acknowledged: it still wants somebody's attention.</summary>
    public bool IsOpen => ClearedAt is null && Closed is null;
}

/// <summary>Who dealt with an alert, when, and what they noted.</summary>
public sealed record Handling(DateTimeOffset At, string By, string? Note);
