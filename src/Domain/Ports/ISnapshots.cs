using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Ports;

/// <summary>
/// Keeps an asset's state now and then, so that a long history wakes fast. A snapshot is a cache: it can be thrown away at any time, and one of another
/// <see cref="AssetSnapshot.CurrentFormat"/> is not used.
/// </summary>
public interface ISnapshots
{
    /// <summary>The newest one, or null.</summary>
    Task<AssetSnapshot?> Load(string stream, CancellationToken cancellationToken);

    /// <summary>Keeps one in place of the one before, unless that is newer.</summary>
    Task Save(string stream, AssetSnapshot snapshot, CancellationToken cancellationToken);
}
