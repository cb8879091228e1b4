using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;

namespace ShipmentTracker.Api.Live;

/// <summary>Ends connections whose key was revoked since they were made. Those whose key or token expires are ended by SignalR.</summary>
sealed class LiveRevocation(LiveClients clients, KeyRing ring, IOptions<KeyOptions> options, TimeProvider time, ILogger<LiveRevocation> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CacheFor, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Look(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The usual end.
        }
    }

    async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var connection in clients.Connections)
            {
                if (connection.User is { } user && ApiKey.IsId(user.Credential()) && await ring.Find(user.Credential(), cancellationToken) is { RevokedAt: not null })
                    connection.Abort();
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.Log(Failures.WhatIsAway(failure) is null ? LogLevel.Error : LogLevel.Debug, failure, "Whether keys were revoked cannot be read now");
        }
    }
}
