using System.Collections.Concurrent;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Webhooks;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>Webhooks in memory: what the grains write and what the history tells of them. The decisions are the real ones.</summary>
sealed class FakeWebhooks : IWebhookQueries, IWebhookDeskGrain
{
    public ConcurrentDictionary<string, WebhookFacts> All { get; } = new();

    public ConcurrentQueue<(string Webhook, string Act, WebhookCommand Command)> Acts { get; } = new();

    public (string Webhook, DeliveryStatus? Status) AskedDeliveries { get; private set; }

    public static readonly DeliveryInfo Delivery = new()
    {
        Id = "17",
        Notice = "seal/VN0012345/17",
        Type = NoticeTypes.AlertRaised,
        Shipment = Samples.Shipment.Id,
        Status = DeliveryStatus.Failed,
        CreatedAt = Samples.Now,
        Redelivery = false,
        Tries = [new DeliveryTry(Samples.Now, 500, 12.5, "out of order", "the receiver answered 500")],
    };

    public ValueTask<Outcome<WebhookSecret>> Create(CreateWebhook command, CancellationToken cancellationToken)
    {
        var id = $"{Guid.CreateVersion7():N}";
        var created = WebhookDecider.Create(id, command, "kept", new Gate(false, false), Samples.Now);
        if (created.Rejection is { } rejection)
            return new(rejection);
        All[id] = WebhookFacts.Evolve(null, created.Value!)!;
        return new(new WebhookSecret(id, "whsec_c2VjcmV0", null));
    }

    public Task<ListPage<WebhookInfo>> Webhooks(string? carrier, string? cursor, int take, CancellationToken cancellationToken) => Task.FromResult(new ListPage<WebhookInfo>(
        [.. All.Values.Where(w => w.Status != WebhookStatus.Deleted && (carrier is null || w.Carrier == carrier)).Select(w => w.ToInfo(Domain.Webhooks.Health.Good.ToInfo(0)))], null));

    public Task<ListPage<DeliveryInfo>> Deliveries(string webhook, DeliveryStatus? status, string? cursor, int take, CancellationToken cancellationToken)
    {
        AskedDeliveries = (webhook, status);
        return Task.FromResult(new ListPage<DeliveryInfo>([Delivery], "next"));
    }
}

sealed class FakeWebhook(FakeWebhooks webhooks, string id) : IWebhookGrain
{
    public ValueTask<Outcome<WebhookSecret>> Create(CreateWebhook command, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Outcome<WebhookSecret>> Rotate(WebhookCommand command, CancellationToken cancellationToken) =>
        Act("rotate", command, _ => new WebhookSecret(id, "whsec_bmV3", Samples.Now.AddDays(1)));

    public ValueTask<Outcome<WebhookInfo>> Resume(WebhookCommand command, CancellationToken cancellationToken) => Act("resume", command, Info);

    public ValueTask<Outcome<WebhookInfo>> Delete(WebhookCommand command, CancellationToken cancellationToken) => Act("delete", command, w =>
    {
        webhooks.All[id] = w with { Status = WebhookStatus.Deleted };
        return Info(w);
    });

    public ValueTask<Outcome<DeliveryInfo>> Test(WebhookCommand command, CancellationToken cancellationToken) => Act("test", command, _ => FakeWebhooks.Delivery);

    public ValueTask<Outcome<DeliveryInfo>> Redeliver(WebhookCommand command, string delivery, CancellationToken cancellationToken) =>
        Act("redeliver " + delivery, command, _ => FakeWebhooks.Delivery);

    public ValueTask<Outcome<int>> RedeliverRange(WebhookCommand command, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Act($"redeliver {from:O} {to:O}", command, _ => 3);

    public ValueTask<Outcome<WebhookInfo>> GetInfo(WebhookCommand command, CancellationToken cancellationToken) => Act("get", command, Info);

    public ValueTask Wake(CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<Outcome<T>> Act<T>(string act, WebhookCommand command, Func<WebhookFacts, T> answer)
    {
        if (WebhookDecider.Theirs(webhooks.All.GetValueOrDefault(id), command) is { } missing)
            return new(missing);
        webhooks.Acts.Enqueue((id, act, command));
        return new(answer(webhooks.All[id]));
    }

    static WebhookInfo Info(WebhookFacts facts) => facts.ToInfo(new WebhookHealth(2, Samples.Now, null, Samples.Now, 3));
}
