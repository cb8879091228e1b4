using System.Text.Json.Serialization;

namespace ShipmentTracker.Contracts.Api;

/// <summary>How an asset on the map is doing: its worst open alert, or none.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LiveStatusDto>))]
public enum LiveStatusDto
{
    Ok,
    Info,
    Warning,
    Critical,
}

/// <summary>Where an asset is now.</summary>
/// <param name="Asset"><c>vehicle/29H81234</c>.</param>
/// <param name="At">Device time.</param>
/// <param name="Lat">Latitude in degrees, WGS 84.</param>
/// <param name="Lon">Longitude in degrees, WGS 84.</param>
/// <param name="SpeedKph">Ground speed in km/h.</param>
/// <param name="HeadingDeg">Direction in degrees clockwise from true north.</param>
/// <param name="Shipment">The shipment it is on duty for.</param>
/// <param name="Status">Its worst open alert.</param>
public sealed record LivePositionDto(
    string Asset, DateTimeOffset At, double Lat, double Lon, double? SpeedKph, double? HeadingDeg, string? Shipment, LiveStatusDto Status)
{
    /// <summary>It was there on the duty for the shipment; only then the shipment's carrier is told. Not sent.</summary>
    [JsonIgnore]
    public bool IsOfDuty { get; init; }
}
