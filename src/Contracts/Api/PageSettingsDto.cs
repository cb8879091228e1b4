namespace ShipmentTracker.Contracts.Api;

/// <summary>What the monitoring page has to know of the installation.</summary>
/// <param name="TileUrl">Where raster tiles come from, with <c>{z}</c>, <c>{x}</c> and <c>{y}</c>; null: the page draws countries and roads of its own.</param>
/// <param name="TileAttribution">Whose map that is.</param>
public sealed record PageSettingsDto(string? TileUrl, string? TileAttribution);
