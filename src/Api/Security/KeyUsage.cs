using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Security;

/// <summary>Gathers which keys were used, and tells it now and then: one message for all of them, whatever the number of requests.</summary>
sealed class KeyUsage(ICluster cluster, IOptions<KeyOptions> options, TimeProvider time, ILogger<KeyUsage> log) : BackgroundService
{
    ConcurrentDictionary<string, DateTimeOffset> used = new();

    /// <summary>A key was used just now.</summary>
    public void Note(string key) => used[key] = time.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.TellUsesEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Tell(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The usual end. The last minute's uses are not worth holding up a shutdown.
        }
    }

    async Task Tell(CancellationToken cancellationToken)
    {
        if (used.IsEmpty || cluster.TryGetGrains() is not { } grains) return;
        var now = Interlocked.Exchange(ref used, new());
        try
        {
            await grains.GetGrain<IKeyDeskGrain>(0).Used([.. now.Select(u => new KeyUse(u.Key, u.Value))], cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // As many as there are keys, however long the silo is away.
            foreach (var (key, at) in now) used.TryAdd(key, at);
            log.Log(Failures.WhatIsAway(failure) is null ? LogLevel.Error : LogLevel.Debug, failure, "Which keys were used cannot be told now");
        }
    }
}
