namespace ShipmentTracker.Domain.Assets;

/// <summary>An asset's state at a version of its stream.</summary>
/// <param name="Format">Which shape and which rules made it.</param>
/// <param name="Version">The version of the stream it holds for.</param>
/// <param name="State">The state.</param>
public sealed record AssetSnapshot(int Format, long Version, AssetState State)
{
    /// <summary>Raised whenever the state's shape or a rule changes; older snapshots are then ignored.</summary>
    public const int CurrentFormat = 1;
}
