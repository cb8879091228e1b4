namespace ShipmentTracker.Api.History.Tracks;

/// <summary>What a track can be downloaded as.</summary>
enum TrackFormat
{
    Geojson,
    Gpx,
    Csv,
}
