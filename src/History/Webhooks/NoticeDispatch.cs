using System.Collections.Immutable;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.History.Dispatch;
using ShipmentTracker.History.Reading;
using ShipmentTracker.History.Views;

namespace ShipmentTracker.History.Webhooks;

/// <summary>
/// Turns the history into notices, and keeps the list of webhooks. What it makes is committed together with its progress: nothing is skipped, nothing comes twice. Readings are not
/// handed to it; of those it asks for what seals tell of their state, by its index.
/// </summary>
sealed class NoticeDispatch : SubscriptionBase
{
    static readonly string InsertSql = WebhookTables.Insert(_ => "?");

    readonly NoticeMaker maker;
    readonly EventLog log;
    readonly DispatchOptions options;
    readonly TimeProvider time;
    readonly ILogger logger;

    public NoticeDispatch(NoticeMaker maker, EventLog log, IOptions<DispatchOptions> options, TimeProvider time, ILogger<NoticeDispatch> logger)
    {
        (this.maker, this.log, this.options, this.time, this.logger) = (maker, log, options.Value, time, logger);
        Name = "carrier-notices";
        Options.BatchSize = this.options.BatchSize;
        IncludeType<ShipmentRegistered>();
        IncludeType<ShipmentDeparted>();
        IncludeType<ShipmentArrived>();
        IncludeType<ShipmentClosed>();
        IncludeType<AlertRaised>();
        IncludeType<AlertUpdated>();
        IncludeType<AlertCleared>();
        IncludeType<AlertAcknowledged>();
        IncludeType<AlertClosed>();
        IncludeType<WebhookCreated>();
        IncludeType<WebhookSecretRotated>();
        IncludeType<WebhookPaused>();
        IncludeType<WebhookResumed>();
        IncludeType<WebhookDisabled>();
        IncludeType<WebhookDeleted>();
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        for (var pause = options.FirstPause; ; pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause)
        {
            try
            {
                var notices = await maker.Of(page.Events, page.SequenceFloor, page.SequenceCeiling, cancellationToken);
                var webhooks = await Webhooks(page.Events, operations, cancellationToken);
                Write(operations, notices, webhooks);
                return NullChangeListener.Instance;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "No notices could be made of the events up to {Sequence}; trying again in {Pause}", page.SequenceCeiling, pause);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    static void Write(IDocumentOperations operations, ImmutableArray<CarrierNotice> notices, List<WebhookView> webhooks)
    {
        if (!notices.IsEmpty)
            operations.QueueSqlCommand(InsertSql, [.. NoticeColumns.Of(notices)]);
        foreach (var view in webhooks)
        {
            if (view.Facts.Status == WebhookStatus.Deleted)
                operations.Delete<WebhookView>(view.Id);
            else
                operations.Store(view);
        }
    }

    async Task<List<WebhookView>> Webhooks(IReadOnlyList<IEvent> events, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        var views = new List<WebhookView>();
        foreach (var newest in events.Where(e => e.Data is WebhookEvent).GroupBy(e => e.StreamKey!).Select(g => g.MaxBy(e => e.Version)!))
        {
            WebhookFacts? facts = null;
            await foreach (var (_, e) in log.Read(newest.StreamKey!, 0, newest.Version, cancellationToken))
                facts = WebhookFacts.Evolve(facts, (WebhookEvent)e);
            views.Add(new WebhookView
            {
                Id = facts!.Id,
                Sequence = events.FirstOrDefault(e => e.StreamKey == newest.StreamKey && e.Data is WebhookCreated)?.Sequence
                    ?? (await operations.LoadAsync<WebhookView>(facts.Id, cancellationToken))?.Sequence ?? newest.Sequence,
                Status = ViewWords.Of(facts.Status),
                Carrier = facts.Carrier,
                EveryMinutes = facts.PositionEveryMinutes,
                Facts = facts with { Secret = "", OldSecret = facts.OldSecret is { } old ? old with { Secret = "" } : null },
            });
        }

        return views;
    }
}

/// <summary>Notices as the arrays that are inserted.</summary>
static class NoticeColumns
{
    public static IEnumerable<object> Of(ImmutableArray<CarrierNotice> notices) =>
    [
        notices.Select(n => n.Id).ToArray(),
        notices.Select(n => n.Type).ToArray(),
        notices.Select(n => n.Carrier).ToArray(),
        notices.Select(n => n.Shipment).ToArray(),
        notices.Select(n => n.Rule).ToArray(),
        notices.Select(n => n.Lane).ToArray(),
        notices.Select(n => n.Webhook).ToArray(),
        notices.Select(n => n.RecordedAt.ToUniversalTime()).ToArray(),
        notices.Select(n => n.Body).ToArray(),
    ];
}
