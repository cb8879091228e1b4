using System.Text.Json.Serialization;

namespace ShipmentTracker.Contracts.Api;

/// <summary>How much an alert matters.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AlertSeverityDto>))]
public enum AlertSeverityDto
{
    Info,
    Warning,
    Critical,
}

/// <summary>Where an alert stands.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AlertStatusDto>))]
public enum AlertStatusDto
{
    Open,
    Acknowledged,
    Cleared,
    Closed,
}

/// <summary>One alert as it stands.</summary>
public sealed record AlertDto
{
    /// <summary>The same on every delivery: <c>seal-VN0012345-seal-breach-20261122T081530000Z</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The rule's name, such as <c>seal-breach</c>.</summary>
    public required string Rule { get; init; }

    public required int RuleVersion { get; init; }
    public required AlertSeverityDto Severity { get; init; }
    public required AlertStatusDto Status { get; init; }

    /// <summary>Whose alert it is: <c>seal/VN0012345</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>The shipment the asset was on duty for.</summary>
    public string? Shipment { get; init; }

    /// <summary>When the condition came true, by the device's clock.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When we recorded it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When the condition ended, by the device's clock.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>The readings it rests on came late: what it tells was past when it was recorded.</summary>
    public required bool Late { get; init; }

    public PlaceDto? Position { get; init; }

    /// <summary>One sentence for the officer.</summary>
    public required string Message { get; init; }

    /// <summary>The readings it rests on.</summary>
    public required IReadOnlyList<AlertEvidenceDto> Evidence { get; init; }

    /// <summary>Who took it on.</summary>
    public AlertHandlingDto? Acknowledged { get; init; }

    /// <summary>Who closed it.</summary>
    public AlertHandlingDto? Closed { get; init; }
}

/// <summary>A reading an alert rests on.</summary>
/// <param name="At">Its device time.</param>
/// <param name="Lat">Latitude in degrees, WGS 84, when known.</param>
/// <param name="Lon">Longitude in degrees, WGS 84, when known.</param>
/// <param name="What">What it showed, in words.</param>
public sealed record AlertEvidenceDto(DateTimeOffset At, double? Lat, double? Lon, string What);

/// <summary>Who dealt with an alert, when, and what they noted.</summary>
public sealed record AlertHandlingDto(DateTimeOffset At, string By, string? Note);

/// <summary>Takes on or closes an alert.</summary>
public sealed record HandleAlertRequest
{
    public string? Note { get; init; }
}
