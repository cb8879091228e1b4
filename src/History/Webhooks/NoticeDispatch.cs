using System.Collections.Immutable;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.History.Dispatch;

namespace ShipmentTracker.History.Webhooks;

/// <summary>
/// Turns the history into notices. What it makes is committed together with its progress: nothing is skipped, nothing comes twice. Readings are not handed to it; of those it asks for
/// what seals tell of their state, by its index.
/// </summary>
sealed class NoticeDispatch : PatientSubscription
{
    static readonly string InsertSql = WebhookTables.Insert(_ => "?");

    readonly NoticeMaker maker;

    public NoticeDispatch(NoticeMaker maker, IOptions<DispatchOptions> options, TimeProvider time, ILogger<NoticeDispatch> logger)
        : base("carrier-notices", options.Value, time, logger)
    {
        this.maker = maker;
        IncludeType<ShipmentRegistered>();
        IncludeType<ShipmentDeparted>();
        IncludeType<ShipmentArrived>();
        IncludeType<ShipmentClosed>();
    }

    protected override async Task Handle(EventRange page, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        var notices = await maker.Of(page.Events, page.SequenceFloor, page.SequenceCeiling, cancellationToken);
        if (!notices.IsEmpty)
            operations.QueueSqlCommand(InsertSql, [.. NoticeColumns.Of(notices)]);
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
