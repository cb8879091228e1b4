using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Api.Live;

/// <summary>Feeds the live hub: finds the silos, and follows each of them.</summary>
sealed class LiveFeed(
    ICluster cluster, LiveClients clients, LivePositions positions, IOptions<LiveOptions> options, TimeProvider time, ILogger<LiveFeed> log)
    : BackgroundService, IHealthCheck
{
    readonly Dictionary<SiloAddress, (Task Run, CancellationTokenSource Stop)> followed = [];

    // Orleans holds observers weakly.
    readonly Observer alerts = new(clients);
    ILiveFeedObserver? reference;
    volatile bool isFed;

    /// <summary>Ready once a silo has been followed: whoever connects from then on is told of every alert, or to read the lists again.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(isFed ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("no silo is followed yet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Discover(stoppingToken);
                await Task.Delay(isFed ? options.Value.DiscoverInterval : options.Value.PollInterval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The usual end.
        }
        finally
        {
            foreach (var silo in followed.Keys.ToList()) await Leave(silo);
        }
    }

    async Task Discover(CancellationToken cancellationToken)
    {
        try
        {
            if (cluster.TryGetGrains() is not { } grains) return;
            reference ??= grains.CreateObjectReference<ILiveFeedObserver>(alerts);
            var silos = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken).WaitAsync(options.Value.CallTimeout, time, cancellationToken);
            foreach (var gone in followed.Keys.Except(silos.Keys).ToList()) await Leave(gone);
            foreach (var found in silos.Keys.Except(followed.Keys).ToList()) Follow(found, reference, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // While the cluster is away the silos we follow stay, and each says for itself that it does not answer.
            log.Log(Failures.WhatIsAway(failure) is null ? LogLevel.Error : LogLevel.Debug, failure, "The silos cannot be listed");
        }
    }

    void Follow(SiloAddress silo, ILiveFeedObserver observer, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        followed[silo] = (new SiloFeed(silo, observer, () => isFed = true, cluster, clients, positions, options, time, log).Run(stop.Token), stop);
    }

    async Task Leave(SiloAddress silo)
    {
        if (!followed.Remove(silo, out var feed)) return;
        await feed.Stop.CancelAsync();
        await feed.Run;
        feed.Stop.Dispose();
    }

    sealed class Observer(LiveClients clients) : ILiveFeedObserver
    {
        public Task AlertChanged(AlertChange change)
        {
            clients.Tell(change.Alert.ToDto());
            return Task.CompletedTask;
        }
    }
}
