using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Api.Live;

/// <summary>Follows one silo for as long as it lives: renews the subscription to its alerts and asks for its positions while anybody watches.</summary>
sealed class SiloFeed(
    SiloAddress silo, ILiveFeedObserver observer, Action following, ICluster cluster, LiveClients clients, LivePositions positions, IOptions<LiveOptions> options, TimeProvider time, ILogger log)
{
    long cursor;
    long? renewedAt;
    string? lastFailure;

    /// <summary>Runs until cancelled; failures are waited out.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Renew(cancellationToken);
                var full = clients.Count > 0 && await Poll(cancellationToken);
                lastFailure = null;
                if (!full) await Task.Delay(options.Value.PollInterval, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                await WaitOut(failure, cancellationToken);
            }
        }
    }

    async Task Renew(CancellationToken cancellationToken)
    {
        if (renewedAt is { } last && time.GetElapsedTime(last) < options.Value.RenewInterval) return;
        var began = time.GetTimestamp();
        var isNew = await cluster.Grains.GetGrain<ILiveFeedGrain>(silo.ToParsableString()).Subscribe(observer).AsTask()
            .WaitAsync(options.Value.CallTimeout, time, cancellationToken);
        renewedAt = began;
        following();
        if (!isNew) return;

        // It did not know us: alerts may have passed, and its count of changes may have begun anew.
        cursor = 0;
        clients.TellResync();
        log.LogInformation("Following silo {Silo}", silo);
    }

    async Task<bool> Poll(CancellationToken cancellationToken)
    {
        var changes = await positions.Read(silo, cursor, cancellationToken);

        // A count lower than ours is another count.
        cursor = changes.Cursor < cursor ? 0 : changes.Cursor;
        if (changes.Positions.Length == 0) return false;
        LivePositionDto[] page = [.. changes.Positions.Select(p => p.ToDto())];
        clients.Tell(positions.Take(page));
        return page.Length == options.Value.PageSize;
    }

    async Task WaitOut(Exception failure, CancellationToken cancellationToken)
    {
        // Once for each kind of failure, not three times a second. A silo that has gone is dropped by whoever looks for silos.
        if (failure.GetType().Name != lastFailure)
            log.Log(Failures.WhatIsAway(failure) is null ? LogLevel.Error : LogLevel.Warning, failure, "Silo {Silo} does not feed the live hub", silo);
        lastFailure = failure.GetType().Name;
        renewedAt = null;
        try
        {
            await Task.Delay(options.Value.PollInterval * 3, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Noticed by the loop.
        }
    }
}
