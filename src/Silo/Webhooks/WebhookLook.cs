using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Grains.Webhooks;

namespace ShipmentTracker.Silo.Webhooks;

/// <summary>
/// Wakes the webhooks that have something to do: new notices, a try that is due, positions to tell. Every silo looks, since any may be the one that is left; being woken twice costs
/// nothing. So a webhook needs no timer that would have to outlive its silo. Also removes what is kept no longer.
/// </summary>
sealed class WebhookLook(IWebhookOutbox outbox, IGrainFactory grains, IHostApplicationLifetime lifetime, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookLook> log)
    : BackgroundService
{
    static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Started(stoppingToken);
            var swept = DateTimeOffset.MinValue;
            while (true)
            {
                try
                {
                    await Look(stoppingToken);
                    if (time.GetUtcNow() is var now && now - swept >= SweepEvery)
                        await outbox.Sweep((swept = now) - options.Value.KeepFor, stoppingToken);
                    await Task.Delay(options.Value.LookEvery, time, stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogWarning(failure, "Webhooks that have something to do could not be looked for; trying again");
                    await Task.Delay(AfterFailure, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    async Task Look(CancellationToken cancellationToken)
    {
        var woken = (await outbox.WithWork(time.GetUtcNow(), cancellationToken)).Select(id => Wake(id, cancellationToken));
        await Task.WhenAll(woken);
    }

    // One that cannot be woken must not keep the others asleep.
    async Task Wake(string id, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IWebhookGrain>(id).Wake(cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(failure, "Webhook {Webhook} could not be woken; trying again", id);
        }
    }

    async Task Started(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
