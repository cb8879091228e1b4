using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Alerts on the wire: over the API, the live hub and <c>tracking.alerts</c> they look the same.</summary>
public static class AlertMapping
{
    public static AlertDto ToDto(this AlertInfo alert) => new()
    {
        Id = alert.Id,
        Rule = alert.Rule,
        RuleVersion = alert.RuleVersion,
        Severity = alert.Severity switch
        {
            AlertSeverity.Info => AlertSeverityDto.Info,
            AlertSeverity.Warning => AlertSeverityDto.Warning,
            _ => AlertSeverityDto.Critical,
        },
        Status = alert.Status switch
        {
            AlertStatus.Open => AlertStatusDto.Open,
            AlertStatus.Acknowledged => AlertStatusDto.Acknowledged,
            AlertStatus.Cleared => AlertStatusDto.Cleared,
            _ => AlertStatusDto.Closed,
        },
        Asset = alert.Asset.ToString(),
        Shipment = alert.Shipment,
        RaisedAt = alert.RaisedAt,
        RecordedAt = alert.RecordedAt,
        ClearedAt = alert.ClearedAt,
        Late = alert.Late,
        Position = alert.Position is { } p ? new PlaceDto(p.Lat, p.Lon) : null,
        Message = alert.Message,
        Evidence = [.. alert.Evidence.Select(ToDto)],
        Acknowledged = ToDto(alert.Acknowledged),
        Closed = ToDto(alert.Closed),
    };

    public static AlertStatus ToStatus(this AlertStatusDto status) => status switch
    {
        AlertStatusDto.Open => AlertStatus.Open,
        AlertStatusDto.Acknowledged => AlertStatus.Acknowledged,
        AlertStatusDto.Cleared => AlertStatus.Cleared,
        _ => AlertStatus.Closed,
    };

    static AlertEvidenceDto ToDto(AlertEvidence evidence) => new(evidence.At, evidence.Position?.Lat, evidence.Position?.Lon, evidence.What);

    static AlertHandlingDto? ToDto(AlertHandling? handling) => handling is null ? null : new AlertHandlingDto(handling.At, handling.By, handling.Note);
}
