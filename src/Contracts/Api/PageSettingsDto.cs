namespace ShipmentTracker.Contracts.Api;

/// <summary>What the monitoring page has to know of the installation.</summary>
/// <param name="TileUrl">Where raster tiles come from, with <c>{z}</c>, <c>{x}</c> and <c>{y}</c>; null: the page draws countries and roads of its own.</param>
/// <param name="TileAttribution">Whose map that is.</param>
/// <param name="You">Whoever asks.</param>
public sealed record PageSettingsDto(string? TileUrl, string? TileAttribution, YouDto You);

/// <summary>Whoever asks, and what they may do: what would be refused need not be offered.</summary>
/// <param name="Name">As it is written into the history.</param>
/// <param name="Role">administrator, officer, auditor, carrier or gateway.</param>
/// <param name="Carrier">For the role carrier: whose shipments they see.</param>
/// <param name="May">Permissions, such as <c>handleAlerts</c>.</param>
public sealed record YouDto(string Name, string Role, string? Carrier, IReadOnlyList<string> May);
