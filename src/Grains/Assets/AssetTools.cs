using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Rules;
using ShipmentTracker.Grains.Ingest;
using ShipmentTracker.Grains.Live;

namespace ShipmentTracker.Grains.Assets;

/// <summary>What every asset grain works with.</summary>
public sealed record AssetTools(
    AssetLoader Loader, IJournal Journal, ISnapshots Snapshots, IIngestFrontier Frontier, LiveBoard Board, LiveFeed Feed, TimeProvider Time,
    IOptions<RuleOptions> Rules)
{
    /// <summary>Limits that are not a shipment's own.</summary>
    public RuleLimits Limits { get; } = Rules.Value.ToLimits();
}
