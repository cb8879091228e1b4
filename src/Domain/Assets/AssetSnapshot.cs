namespace ShipmentTracker.Domain.Assets;

/// <summary>An asset's state at a version of its stream.</summary>
/// <param name="Format">Which shape and which rules made it.</param>
/// <param name="Version">The version of the stream it holds for.</param>
/// <param name="State">The state.</param>
public sealed record AssetSnapshot(int Format, long Version, AssetState State)
{
    /// <summary>Raised whenever the state's shape or a rule changes; older snapshots are then ignored.</summary>
    public const int CurrentFormat = 2;

    /// <summary>One of the present format, without the readings that were brought back for a late one and are needed no more.</summary>
    public static AssetSnapshot Of(long version, AssetState state) => new(CurrentFormat, version, state.Tidy(DateTimeOffset.MaxValue));
}
