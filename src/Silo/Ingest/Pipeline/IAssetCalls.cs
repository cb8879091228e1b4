using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>Hands readings to their asset.</summary>
interface IAssetCalls
{
    /// <summary>Completes when the outcome is durable; throws when it may not be.</summary>
    ValueTask<IngestResult> Ingest(AssetId asset, ReadingBatch batch, CancellationToken cancellationToken);
}

/// <summary>The assets' grains.</summary>
sealed class GrainAssetCalls(IGrainFactory grains) : IAssetCalls
{
    public ValueTask<IngestResult> Ingest(AssetId asset, ReadingBatch batch, CancellationToken cancellationToken) =>
        grains.GetAssetGrain(asset).Ingest(batch, cancellationToken);
}
