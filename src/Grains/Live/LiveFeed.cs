using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Grains.Live;

/// <summary>This silo's own live feed grain; made at start, so that it lives here.</summary>
public sealed class LiveFeed(IGrainFactory grains, ILocalSiloDetails silo) : IStartupTask
{
    readonly ILiveFeedSourceGrain feed = grains.GetGrain<ILiveFeedSourceGrain>(silo.SiloAddress.ToParsableString());

    /// <summary>Tells viewers of an alert; nobody waits for it, since what matters is in the history already.</summary>
    public void Tell(AlertChange change) => feed.Tell(change).Ignore();

    Task IStartupTask.Execute(CancellationToken cancellationToken) => feed.Tell(null);
}

/// <summary>The side of the live feed that faces this silo's assets.</summary>
[Alias("shiptrack.ILiveFeedSourceGrain")]
interface ILiveFeedSourceGrain : IGrainWithStringKey
{
    [Alias("Tell")]
    Task Tell(AlertChange? change);
}
