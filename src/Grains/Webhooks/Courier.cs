using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Grains.Webhooks;

/// <summary>
/// Delivers one webhook's notices: takes up new ones while there is room, sends the first of each lane that is due, a few at once, and records each try before the next of its lane.
/// Runs beside its grain's calls, on the grain's scheduler.
/// </summary>
sealed class Courier : IAsyncDisposable
{
    const int PageSize = 500;
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    readonly string webhook;
    readonly WebhookTools tools;
    readonly Func<WebhookFacts> facts;
    readonly Func<Consequence.Stop, CancellationToken, Task> stop;
    readonly IGrainTimer timer;
    readonly ILogger logger;
    readonly CancellationTokenSource ending = new();

    long cursor;
    DateTimeOffset positionsUpTo;
    bool isWoken;
    bool isRunning;
    TaskCompletionSource woken = NewSignal();

    public Courier(
        string webhook, WebhookTools tools, WebhookProgress progress, Func<WebhookFacts> facts, Func<Consequence.Stop, CancellationToken, Task> stop,
        Func<Func<CancellationToken, Task>, IGrainTimer> timerOf, ILogger logger)
    {
        (this.webhook, this.tools, this.facts, this.stop, this.logger) = (webhook, tools, facts, stop, logger);
        (cursor, positionsUpTo, Health) = (progress.Cursor, progress.PositionsUpTo, progress.Health);
        timer = timerOf(Run);
    }

    /// <summary>How it goes.</summary>
    public Health Health { get; private set; }

    bool IsActive => facts().Status == WebhookStatus.Active && !ending.IsCancellationRequested;

    /// <summary>There may be something to do.</summary>
    public void Wake()
    {
        isWoken = true;
        woken.TrySetResult();
        if (!isRunning && !ending.IsCancellationRequested)
            timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The receiver is said to be well: what waits is due.</summary>
    public async Task Restart(CancellationToken cancellationToken)
    {
        Health = Health.Resumed();
        await tools.Outbox.Restart(webhook, Health, tools.Now, cancellationToken);
    }

    /// <summary>Sends nothing more.</summary>
    public void Stop() => ending.Cancel();

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        timer.Dispose();
    }

    /// <summary>Sends a notice once and tells what came of it.</summary>
    public static async Task<(DeliveryTry Try, WebhookAnswer Answer)> Try(
        WebhookTools tools, WebhookFacts webhook, DueDelivery delivery, bool isWell, CancellationToken cancellationToken)
    {
        var at = tools.Now;
        var answer = Secrets(tools, webhook, at) is { } secrets
            ? await tools.Sender.Send(new WebhookMessage(new Uri(webhook.Url), delivery.Notice, at, delivery.Body, secrets), isWell, cancellationToken)
            : new WebhookAnswer(null, "its secret cannot be read with the present key (Webhooks__SecretKey); rotate it, then resume", TimeSpan.Zero, null, null);
        return (new DeliveryTry(at, answer.Status, Math.Round(answer.Latency.TotalMilliseconds, 1), answer.Excerpt, answer.Failure), answer);
    }

    // Where none can be read the owner is told, and can mend it: trying for ever would tell nobody.
    static ImmutableArray<string>? Secrets(WebhookTools tools, WebhookFacts webhook, DateTimeOffset at)
    {
        var readable = ImmutableArray.CreateBuilder<string>();
        foreach (var secret in webhook.SecretsAt(at))
        {
            try
            {
                readable.Add(tools.Secrets.Reveal(webhook.Id, secret));
            }
            catch (CryptographicException)
            {
                // One that was replaced since the key was lost.
            }
        }

        return readable.Count > 0 ? readable.DrainToImmutable() : null;
    }

    async Task Run(CancellationToken grainEnds)
    {
        if (isRunning)
            return;
        isRunning = true;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(grainEnds, ending.Token);
            await Deliver(either.Token);
        }
        catch (OperationCanceledException) when (grainEnds.IsCancellationRequested || ending.IsCancellationRequested)
        {
            // What was under way is not recorded, and comes again.
        }
        finally
        {
            isRunning = false;
        }
    }

    async Task Deliver(CancellationToken cancellationToken)
    {
        var sending = new Dictionary<string, Task>();
        var telling = Task.CompletedTask;
        while (IsActive)
        {
            try
            {
                if (isWoken)
                {
                    (isWoken, woken) = (false, NewSignal());
                    if (telling.IsCompleted)
                        telling = TellPositions(cancellationToken);
                    await TakeUp(cancellationToken);
                }

                await StartSending(sending, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database is away: nothing is lost, and the next look wakes it again.
                logger.LogWarning(e, "Webhook {Webhook} cannot go on; trying again", webhook);
                await Task.WhenAll([.. sending.Values, telling]);
                await Task.Delay(AfterFailure, tools.Time, cancellationToken);
                return;
            }

            if (sending.Count == 0 && telling.IsCompleted && !isWoken)
                return;
            await Task.WhenAny([.. sending.Values, woken.Task]).WaitAsync(cancellationToken);
            foreach (var (lane, _) in sending.Where(s => s.Value.IsCompleted).ToList())
                sending.Remove(lane);
        }

        await Task.WhenAll([.. sending.Values, telling]);
    }

    // Beside the deliveries: after a day away there is much to look back at, and an alert must not wait for that.
    async Task TellPositions(CancellationToken cancellationToken)
    {
        if (facts().PositionEveryMinutes is not { } every || PositionSlots.Due(positionsUpTo, tools.Now, every) is not { IsEmpty: false } due)
            return;
        try
        {
            foreach (var end in due)
            {
                if (!IsActive)
                    return;
                await tools.Outbox.TellPositions(facts(), end, cancellationToken);
                positionsUpTo = end;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The grain ends; the next activation goes on here.
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "Positions could not be told to webhook {Webhook}; trying again", webhook);
            await Task.Delay(AfterFailure, tools.Time, CancellationToken.None);
        }

        Wake();
    }

    async Task TakeUp(CancellationToken cancellationToken)
    {
        // Only when there is room for many: looking costs as much for one as for a page. What was asked for again takes no room from what is new.
        while (await tools.Outbox.CountPending(webhook, cancellationToken) is { New: var pending } && pending <= tools.Options.MostPending / 2)
        {
            var page = await tools.Outbox.NoticesAfter(webhook, cursor, facts().Carrier, Math.Min(PageSize, tools.Options.MostPending - pending), cancellationToken);
            if (page.UpTo > cursor)
                await tools.Outbox.Take(webhook, [.. page.Notices.Where(facts().Wants)], page.UpTo, tools.Now, cancellationToken);
            cursor = page.UpTo;
            if (page.IsLast)
                return;
        }

        // There is more than there was room for.
        isWoken = true;
    }

    async Task StartSending(Dictionary<string, Task> sending, CancellationToken cancellationToken)
    {
        var now = tools.Now;
        var room = (Health.FailuresInARow > 0 ? 1 : tools.Options.AtOncePerWebhook) - sending.Count;
        if (room <= 0 || Health.HoldUntil > now || !IsActive)
            return;
        foreach (var delivery in await tools.Outbox.Due(webhook, sending.Keys, now, room, cancellationToken))
            sending[delivery.Lane] = Send(delivery, cancellationToken);
    }

    // Whatever goes wrong beside the receiver, the delivery is not recorded, and comes again with the next look.
    async Task Send(DueDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var (attempt, answer) = await Try(tools, facts(), delivery, Health.FailuresInARow == 0, cancellationToken);
            var now = tools.Now;
            var consequence = tools.Plan.Judge(delivery.Tries + 1, answer, Health, now, Random.Shared.NextDouble());
            Health = consequence.Health;
            if (consequence is Consequence.Stop halt)
                await stop(halt, cancellationToken);
            await tools.Outbox.Record(webhook, delivery, attempt, consequence, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The grain ends.
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "A delivery to webhook {Webhook} could not be made or recorded; it comes again", webhook);
            await Task.Delay(AfterFailure, tools.Time, CancellationToken.None);
        }
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
