using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Grains.Live;

/// <inheritdoc cref="ILiveFeedGrain"/>
[GrainType("live-feed"), OwnSiloPlacement, KeepAlive]
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

    public Task Tell(AlertChange? change)
    {
        // Nobody waits for a viewer that has died: its call ends by itself, and it is forgotten.
        if (change is not null)
            foreach (var observer in observers.Observers.Values.ToList())
                TellOne(observer, change).Ignore();
        return Task.CompletedTask;
    }

    async Task TellOne(ILiveFeedObserver observer, AlertChange change)
    {
        try
        {
            await observer.AlertChanged(change);
        }
        catch (Exception e)
        {
            logger.LogDebug(e, "A viewer does not answer and is forgotten; it will learn so when it renews");
            observers.Unsubscribe(observer);
        }
    }
}
