using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Contracts.Assets;

/// <summary>One asset: takes its readings, judges them by its duty, and keeps its own history. The key is its id within its kind.</summary>
[Alias("shiptrack.IAssetGrain")]
public interface IAssetGrain : IGrainWithStringKey
{
    /// <summary>Takes readings in the order of their partition. When it answers, what came of them is durable.</summary>
    /// <remarks>Throws when the history is away or this activation is stale; nothing is lost by calling again.</remarks>
    [Alias("Ingest")]
    ValueTask<IngestResult> Ingest(ReadingBatch batch, CancellationToken cancellationToken);

    /// <summary>Puts it on duty; a repeat for the same shipment changes nothing; refused while it is on another shipment.</summary>
    [Alias("AssignDuty")]
    ValueTask<Outcome<AssetStatus>> AssignDuty(AssignDuty command, CancellationToken cancellationToken);

    /// <summary>Takes it off duty; a repeat, or a release from a shipment it is not on, changes nothing.</summary>
    [Alias("ReleaseDuty")]
    ValueTask<Outcome<AssetStatus>> ReleaseDuty(ReleaseDuty command, CancellationToken cancellationToken);

    /// <summary>Allows an unlock (seals only).</summary>
    [Alias("AuthoriseUnlock")]
    ValueTask<Outcome<AssetStatus>> AuthoriseUnlock(AuthoriseUnlock command, CancellationToken cancellationToken);

    /// <summary>An officer takes on an alert of this asset.</summary>
    [Alias("AcknowledgeAlert")]
    ValueTask<Outcome<AlertInfo>> AcknowledgeAlert(HandleAlert command, CancellationToken cancellationToken);

    /// <summary>An officer closes an alert of this asset.</summary>
    [Alias("CloseAlert")]
    ValueTask<Outcome<AlertInfo>> CloseAlert(HandleAlert command, CancellationToken cancellationToken);

    /// <summary>What it knows of itself; null when it was never heard of.</summary>
    [Alias("GetStatus")]
    ValueTask<AssetStatus?> GetStatus(CancellationToken cancellationToken);
}

/// <summary>A truck.</summary>
[Alias("shiptrack.IVehicleGrain")]
public interface IVehicleGrain : IAssetGrain;

/// <summary>A freight container.</summary>
[Alias("shiptrack.IContainerGrain")]
public interface IContainerGrain : IAssetGrain;

/// <summary>An electronic seal.</summary>
[Alias("shiptrack.ISealGrain")]
public interface ISealGrain : IAssetGrain;

/// <summary>Finds an asset's grain by its name.</summary>
public static class AssetGrainFactory
{
    /// <summary>The grain of an asset.</summary>
    public static IAssetGrain GetAssetGrain(this IGrainFactory grains, AssetId asset) => asset.Kind switch
    {
        AssetKind.Vehicle => grains.GetGrain<IVehicleGrain>(asset.Id),
        AssetKind.Container => grains.GetGrain<IContainerGrain>(asset.Id),
        _ => grains.GetGrain<ISealGrain>(asset.Id),
    };
}
