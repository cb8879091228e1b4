using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.History.Reading;

/// <summary>A silo's snapshots: read at once, written before long. Whoever only reads has no writer.</summary>
sealed class Snapshots(SnapshotStore store, SnapshotWriter writer) : ISnapshots
{
    /// <inheritdoc/>
    public Task<Awakening> Wake(string stream, CancellationToken cancellationToken) => store.Wake(stream, cancellationToken);

    /// <inheritdoc/>
    public Task<AssetSnapshot?> Load(string stream, long version, CancellationToken cancellationToken) => store.Load(stream, version, cancellationToken);

    /// <inheritdoc/>
    public Task<SnapshotTrail> Trail(string stream, CancellationToken cancellationToken) => store.Trail(stream, cancellationToken);

    /// <inheritdoc/>
    public bool Save(string stream, AssetSnapshot snapshot) => writer.Enqueue(stream, snapshot);
}
