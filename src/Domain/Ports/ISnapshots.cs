using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Ports;

/// <summary>
/// Keeps an asset's state now and then along its history, so that a long one wakes fast and any moment of it is found fast. Snapshots are a cache: any of them may be missing
/// at any time, and those of another <see cref="AssetSnapshot.CurrentFormat"/> are not used.
/// </summary>
public interface ISnapshots
{
    /// <summary>What an asset wakes from: the newest one, and the events after it.</summary>
    Task<Awakening> Wake(string stream, CancellationToken cancellationToken);

    /// <summary>The one of a version; null when it is not (or no longer) there.</summary>
    Task<AssetSnapshot?> Load(string stream, long version, CancellationToken cancellationToken);

    /// <summary>All there are of a stream, without their states.</summary>
    Task<SnapshotTrail> Trail(string stream, CancellationToken cancellationToken);

    /// <summary>Hands one over, to be kept before long; nobody waits for it, and it may get lost. False: it is lost already, since too many wait.</summary>
    bool Save(string stream, AssetSnapshot snapshot);
}

/// <summary>What an asset wakes from.</summary>
/// <param name="Snapshot">The newest snapshot; null: there is none that can be used, and the history is to be read from its beginning.</param>
/// <param name="Events">The first of the events after it, in order.</param>
/// <param name="IsAll">Whether those are all there are.</param>
public sealed record Awakening(AssetSnapshot? Snapshot, IReadOnlyList<VersionedEvent> Events, bool IsAll);
