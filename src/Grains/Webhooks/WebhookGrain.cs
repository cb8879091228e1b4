using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Grains.Webhooks;

/// <summary>
/// A webhook as an actor: the only one that writes its events and its deliveries, so that its receiver is called from one place. What it remembers is in the database; after a crash
/// whatever was not recorded as delivered is delivered again, under the same id.
/// </summary>
[GrainType("webhook")]
public sealed class WebhookGrain(WebhookTools tools, ILogger<WebhookGrain> logger) : Grain, IWebhookGrain, IDisposable
{
    // Deliveries go on beside commands: two of them may want to write an event.
    readonly SemaphoreSlim writing = new(1, 1);

    WebhookFacts? facts;
    long version;
    Courier? courier;

    string Id => this.GetPrimaryKeyString();

    string Stream => "webhook/" + Id;

    public async ValueTask<Outcome<WebhookSecret>> Create(CreateWebhook command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (facts is not null)
            return Rejection.Conflict("id", $"webhook {Id} is there already");
        var secret = tools.Secrets.New();
        var created = WebhookDecider.Create(Id, command, tools.Secrets.Protect(Id, secret), tools.Options.ToGate(), tools.Now);
        if (created.Rejection is { } rejection)
            return rejection;
        if (await tools.Sender.Refuses(new Uri(((WebhookCreated)created.Value!).Url), cancellationToken) is { } refusal)
            return Rejection.Invalid("url", refusal);

        // First where it begins: whatever is told after it is there is told to it.
        await tools.Outbox.Begin(Id, tools.Now, cancellationToken);
        await Append(_ => created, cancellationToken);
        return new WebhookSecret(Id, secret, null);
    }

    public async ValueTask<Outcome<WebhookSecret>> Rotate(WebhookCommand command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (tools.Secrets.Missing is { } missing)
            return Rejection.Conflict("secret", missing);
        var secret = tools.Secrets.New();
        var rotated = await Append(
            f => WebhookDecider.Rotate(f, command, tools.Secrets.Protect(Id, secret), tools.Options.RotationOverlap, tools.Now), cancellationToken);
        return rotated is { } rejection ? rejection : new WebhookSecret(Id, secret, facts!.OldSecret?.Until);
    }

    public async ValueTask<Outcome<WebhookInfo>> Resume(WebhookCommand command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (WebhookDecider.Theirs(facts, command) is { } missing)
            return missing;
        await (await Deliveries(cancellationToken)).Restart(cancellationToken);
        if (await Append(f => WebhookDecider.Resume(f, command, tools.Now), cancellationToken) is { } rejection)
            return rejection;
        await Wake(cancellationToken);
        return await Info(cancellationToken);
    }

    public async ValueTask<Outcome<WebhookInfo>> Delete(WebhookCommand command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (await Append(f => WebhookDecider.Delete(f, command, tools.Now), cancellationToken) is { } rejection)
            return rejection;
        courier?.Stop();
        await tools.Outbox.Drop(Id, cancellationToken);
        DeactivateOnIdle();
        return facts!.ToInfo(Health.Good.ToInfo(0));
    }

    public async ValueTask<Outcome<DeliveryInfo>> Test(WebhookCommand command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (WebhookDecider.Theirs(facts, command) is { } missing)
            return missing;
        var delivery = await tools.Outbox.NewTest(Id, facts!.Carrier, $"webhook/{Id}/test/{Guid.CreateVersion7(tools.Now):N}", tools.Now, cancellationToken);
        var (attempt, answer) = await Courier.Try(tools, facts, delivery, isWell: true, cancellationToken);
        await tools.Outbox.RecordTest(Id, delivery, attempt, answer.IsSuccess, cancellationToken);
        return (await tools.Outbox.Find(Id, delivery.Id, cancellationToken))!;
    }

    public async ValueTask<Outcome<DeliveryInfo>> Redeliver(WebhookCommand command, string delivery, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (WebhookDecider.Theirs(facts, command) is { } missing)
            return missing;
        if (!long.TryParse(delivery, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await tools.Outbox.Find(Id, number, cancellationToken) is not { } old)
            return Rejection.NotFound("deliveryId", "there is no such delivery");
        if (await TooMany("deliveryId", 1, cancellationToken) is { } full)
            return full;
        if (await tools.Outbox.Again(Id, [old.Notice], tools.Now, cancellationToken) is not [var again])
            return Rejection.NotFound("deliveryId", "its notice is not kept any more");
        await Wake(cancellationToken);
        return (await tools.Outbox.Find(Id, again, cancellationToken))!;
    }

    public async ValueTask<Outcome<int>> RedeliverRange(WebhookCommand command, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (WebhookDecider.Theirs(facts, command) is { } missing)
            return missing;
        if (to < from)
            return Rejection.Invalid("to", "to must not be before from");
        var most = tools.Options.MostRedelivered;
        var between = await tools.Outbox.NoticesBetween(Id, facts!.Carrier, from, to, most + 1, cancellationToken);
        if (between.Length > most)
            return Rejection.Invalid("to", $"there are more than {most} notices between from and to; ask for a shorter span");
        var wanted = between.Where(facts.Wants).Select(n => n.Id).ToImmutableArray();
        if (await TooMany("to", wanted.Length, cancellationToken) is { } full)
            return full;
        if (!wanted.IsEmpty)
            await tools.Outbox.Again(Id, wanted, tools.Now, cancellationToken);
        await Wake(cancellationToken);
        return wanted.Length;
    }

    public async ValueTask<Outcome<WebhookInfo>> GetInfo(WebhookCommand command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return WebhookDecider.Theirs(facts, command) is { } missing ? missing : await Info(cancellationToken);
    }

    public async ValueTask Wake(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (facts is { Status: WebhookStatus.Active })
            (await Deliveries(cancellationToken)).Wake();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (courier is not null)
            await courier.DisposeAsync();
    }

    public void Dispose() => writing.Dispose();

    async ValueTask<Courier> Deliveries(CancellationToken cancellationToken)
    {
        if (courier is null)
        {
            var progress = await tools.Outbox.Begin(Id, tools.Now, cancellationToken);
            courier ??= new Courier(Id, tools, progress, () => facts!, Stop, start => this.RegisterGrainTimer(start, new GrainTimerCreationOptions
            {
                DueTime = Timeout.InfiniteTimeSpan,
                Period = Timeout.InfiniteTimeSpan,
                Interleave = true,
                KeepAlive = true,
            }), logger);
        }

        return courier;
    }

    async ValueTask<WebhookInfo> Info(CancellationToken cancellationToken)
    {
        var health = (await Deliveries(cancellationToken)).Health;
        return facts!.ToInfo(health.ToInfo((await tools.Outbox.CountPending(Id, cancellationToken)).All));
    }

    // Whoever asks again and again while nothing arrives would pile them up without end.
    async ValueTask<Rejection?> TooMany(string field, int wanted, CancellationToken cancellationToken)
    {
        var (most, waiting) = (tools.Options.MostRedelivered, (await tools.Outbox.CountPending(Id, cancellationToken)).Again);
        return waiting + wanted > most
            ? Rejection.Conflict(field, $"{waiting} deliveries that were asked for again still wait, of {most} that may; ask for {wanted} more when they have arrived")
            : null;
    }

    async Task Stop(Consequence.Stop stop, CancellationToken cancellationToken)
    {
        logger.LogWarning("Webhook {Webhook} is {What}: {Reason}", Id, stop.IsGone ? "disabled" : "paused", stop.Reason);
        await Append(f => new Outcome<WebhookEvent>(WebhookDecider.Stop(f!, stop, tools.Now), null), cancellationToken);
    }

    /// <summary>Decides and writes what follows, one after the other; null when it is written, or nothing follows.</summary>
    async ValueTask<Rejection?> Append(Func<WebhookFacts?, Outcome<WebhookEvent>> decide, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var decided = decide(facts);
            if (decided is not { Value: { } @event })
                return decided.Rejection;
            try
            {
                await tools.Journal.Append(Stream, version, [@event], JournalLane.Express, cancellationToken);
            }
            catch (Exception)
            {
                // Only the history can tell whether it was written.
                courier?.Stop();
                DeactivateOnIdle();
                throw;
            }

            (facts, version) = (WebhookFacts.Evolve(facts, @event), version + 1);
            return null;
        }
        finally
        {
            writing.Release();
        }
    }

    async ValueTask Load(CancellationToken cancellationToken)
    {
        if (version > 0)
            return;
        var (read, at) = ((WebhookFacts?)null, 0L);
        await foreach (var (v, @event) in tools.Log.Read(Stream, 0, cancellationToken))
            (read, at) = (WebhookFacts.Evolve(read, (WebhookEvent)@event), v);

        // Another call may have read, or even written, meanwhile.
        if (at > version)
            (facts, version) = (read, at);
    }
}
