namespace ShipmentTracker.Api.Clustering;

/// <summary>No silo has been reached yet.</summary>
sealed class ClusterAwayException() : Exception("no silo has been reached yet");
