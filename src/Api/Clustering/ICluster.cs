namespace ShipmentTracker.Api.Clustering;

/// <summary>The way to the grains, when there is one.</summary>
interface ICluster
{
    /// <summary>Finds grains.</summary>
    /// <exception cref="ClusterAwayException">No silo has been reached since this process started.</exception>
    IGrainFactory Grains { get; }

    /// <summary>Finds grains; null while no silo has been reached.</summary>
    IGrainFactory? TryGetGrains();
}
