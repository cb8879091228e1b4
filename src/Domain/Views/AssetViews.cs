using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Views;

/// <summary>What others are told of assets and their alerts, made from what the domain knows; the same from a grain and from the history.</summary>
public static class AssetViews
{
    /// <summary>An asset as its grain knows it now.</summary>
    public static AssetStatus ToStatus(this AssetState state, long version) => state.Facts.ToStatus(version) with { Duplicates = state.Duplicates, LastHeardAt = state.HeardAt };

    /// <summary>An asset by its facts, such as those of a past moment.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="version">The version of the stream they hold for.</param>
    public static AssetStatus ToStatus(this AssetFacts facts, long version) => new()
    {
        Asset = facts.Asset,
        At = facts.At,
        LastHeardAt = facts.HeardAt,
        LastPosition = facts.LastPosition?.ToLastPosition(),
        Shipment = facts.Duty?.Shipment,
        Readings = facts.Readings,
        Duplicates = facts.Duplicates,
        OpenAlerts = [.. facts.Alerts.Where(a => a.IsOpen).Select(ToInfo)],
        SealState = facts.Seal?.State.ToString().ToLowerInvariant(),
        Sensors = facts.Sensors is { } s
            ? new SensorValues(s.At, s.TemperatureC, s.HumidityPct, s.ShockG, s.DoorOpen, s.LightLux, s.BatteryPct)
            : null,
        Version = version,
    };

    /// <summary>An alert as it stands.</summary>
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

    /// <summary>Where an asset is now; null while no position of it can be believed.</summary>
    public static LivePosition? ToLivePosition(this AssetFacts facts) => facts.LastPosition is { } fix
        ? new LivePosition(
            facts.Asset, fix.ToLastPosition(), facts.Duty?.Shipment,
            facts.Alerts.IsEmpty ? null : facts.Alerts.Where(a => a.IsOpen).Select(a => (AlertSeverity?)a.Severity).Max(), facts.IsPositionOfDuty)
        : null;

    /// <summary>What an event does to its alert.</summary>
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
