using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Utilities;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Grains.Live;

/// <inheritdoc cref="ILiveFeedGrain"/>
[GrainType("live-feed"), PreferLocalPlacement, KeepAlive]
sealed class LiveFeedGrain(LiveBoard board, ILogger<LiveFeedGrain> logger) : Grain, ILiveFeedGrain, ILiveFeedSourceGrain
{
    static readonly TimeSpan RenewWithin = TimeSpan.FromMinutes(1);
    const int MaxTake = 10_000;

    readonly ObserverManager<ILiveFeedObserver> observers = new(RenewWithin, logger);

    public ValueTask<bool> Subscribe(ILiveFeedObserver observer)
    {
        observers.ClearExpired();
        var known = observers.Observers.ContainsKey(observer);
        observers.Subscribe(observer, observer);
        return new(!known);
    }

    public ValueTask<PositionChanges> PositionsAfter(long cursor, int take) => new(board.After(cursor, Math.Clamp(take, 1, MaxTake)));

    public Task Tell(AlertChange? change) => change is null ? Task.CompletedTask : observers.Notify(o => o.AlertChanged(change));
}
