using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Api.Live;

/// <summary>Positions on the wire.</summary>
static class LiveMapping
{
    public static LivePositionDto ToDto(this LivePosition live) => new(
        live.Asset.ToString(),
        live.Position.At,
        live.Position.Lat,
        live.Position.Lon,
        live.Position.SpeedKph,
        live.Position.HeadingDeg,
        live.Shipment,
        live.WorstOpenAlert switch
        {
            null => LiveStatusDto.Ok,
            AlertSeverity.Info => LiveStatusDto.Info,
            AlertSeverity.Warning => LiveStatusDto.Warning,
            _ => LiveStatusDto.Critical,
        })
    {
        IsOfDuty = live.IsOfDuty,
    };
}
