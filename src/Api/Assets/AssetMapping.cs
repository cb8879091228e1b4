using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Api.Assets;

/// <summary>Assets on the wire.</summary>
static class AssetMapping
{
    public static AssetDto ToDto(this AssetStatus asset) => new()
    {
        Asset = asset.Asset.ToString(),
        At = asset.At,
        LastHeardAt = asset.LastHeardAt,
        LastPosition = asset.LastPosition is { } p ? new LastPositionDto(p.At, p.Lat, p.Lon, p.SpeedKph, p.HeadingDeg) : null,
        Shipment = asset.Shipment,
        Readings = asset.Readings,
        Duplicates = asset.Duplicates,
        SealState = asset.SealState,
        Sensors = asset.Sensors is { } s ? new SensorsDto(s.At, s.TemperatureC, s.HumidityPct, s.ShockG, s.DoorOpen, s.LightLux, s.BatteryPct) : null,
        OpenAlerts = [.. asset.OpenAlerts.Select(a => a.ToDto())],
        Version = asset.Version,
    };
}
