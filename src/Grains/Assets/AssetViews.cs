using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Grains.Assets;

/// <summary>What grains answer, made from what the domain knows.</summary>
static class AssetViews
{
    public static AssetStatus ToStatus(this AssetState state, long version) => new()
    {
        Asset = state.Facts.Asset,
        At = state.Facts.At,
        LastHeardAt = state.Facts.HeardAt,
        LastPosition = state.Facts.LastPosition?.ToLastPosition(),
        Shipment = state.Facts.Duty?.Shipment,
        Readings = state.Facts.Readings,
        Duplicates = state.Duplicates,
        OpenAlerts = [.. state.Facts.Alerts.Where(a => a.IsOpen).Select(ToInfo)],
        SealState = state.Facts.Seal?.State.ToString().ToLowerInvariant(),
        Sensors = state.Facts.Sensors is { } s
            ? new SensorValues(s.At, s.TemperatureC, s.HumidityPct, s.ShockG, s.DoorOpen, s.LightLux, s.BatteryPct)
            : null,
        Version = version,
    };

    public static AlertInfo ToInfo(this Alert a) => new()
    {
        Id = a.Id,
        Rule = a.Rule,
        RuleVersion = a.RuleVersion,
        Severity = a.Severity,
        Status = a.Status,
        Asset = a.Asset,
        Shipment = a.Shipment,
        RaisedAt = a.RaisedAt,
        RecordedAt = a.RecordedAt,
        ClearedAt = a.ClearedAt,
        Late = a.Late,
        Position = a.Position?.ToPoint(),
        Message = a.Message,
        Evidence = [.. a.Evidence.Select(e => new AlertEvidence(e.At, e.Position?.ToPoint(), e.What))],
        Acknowledged = a.Acknowledged?.ToInfo(),
        Closed = a.Closed?.ToInfo(),
    };

    public static LivePosition? ToLivePosition(this AssetFacts facts) => facts.LastPosition is { } fix
        ? new LivePosition(
            facts.Asset, fix.ToLastPosition(), facts.Duty?.Shipment,
            facts.Alerts.Where(a => a.IsOpen).Select(a => (AlertSeverity?)a.Severity).Max())
        : null;

    public static AlertChangeKind ToChangeKind(this AlertEvent @event) => @event switch
    {
        AlertRaised => AlertChangeKind.Raised,
        AlertCleared => AlertChangeKind.Cleared,
        AlertAcknowledged => AlertChangeKind.Acknowledged,
        AlertClosed => AlertChangeKind.Closed,
        _ => AlertChangeKind.Updated,
    };

    static LastPosition ToLastPosition(this Fix fix) => new(fix.At, fix.Position.Lat, fix.Position.Lon, fix.SpeedKph, fix.HeadingDeg);

    static GeoPoint ToPoint(this GeoPosition position) => new(position.Lat, position.Lon);

    static AlertHandling ToInfo(this Handling handling) => new(handling.At, handling.By, handling.Note);
}
