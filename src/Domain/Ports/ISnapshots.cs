using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Ports;

/// <summary>
/// Keeps an asset's state now and then along its history, so that a long one wakes fast and any moment of it is found fast. Snapshots are a cache: any of them may be missing
/// at any time, and those of another <see cref="AssetSnapshot.CurrentFormat"/> are not used.
/// </summary>
public interface ISnapshots
{
    /// <summary>The newest one, or null.</summary>
    Task<AssetSnapshot?> Load(string stream, CancellationToken cancellationToken);

    /// <summary>The one of a version; null when it is not (or no longer) there.</summary>
    Task<AssetSnapshot?> Load(string stream, long version, CancellationToken cancellationToken);

    /// <summary>All there are of a stream, without their states.</summary>
    Task<SnapshotTrail> Trail(string stream, CancellationToken cancellationToken);

    /// <summary>Hands one over, to be kept before long; nobody waits for it, and it may get lost. False: it is lost already, since too many wait.</summary>
    bool Save(string stream, AssetSnapshot snapshot);
}
