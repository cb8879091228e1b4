namespace ShipmentTracker.Api.Hosting;

/// <summary>A setting without which nothing works is not there.</summary>
sealed class MissingSettingException(string message) : Exception(message);
