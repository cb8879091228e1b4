using JasperFx.Events.Projections;
using Marten;
using ShipmentTracker.History.Storage;
using ShipmentTracker.History.Webhooks;

namespace ShipmentTracker.History.Views;

/// <summary>The lists' tables, and the projections that keep them.</summary>
static class ViewTables
{
    public const string Alerts = HistoryDatabase.Schema + ".mt_doc_alert";
    public const string Shipments = HistoryDatabase.Schema + ".mt_doc_shipment";
    public const string Keys = HistoryDatabase.Schema + ".mt_doc_key";
    public const string Acts = HistoryDatabase.Schema + ".mt_doc_act";

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<AlertView>().DocumentAlias("alert")
            .Duplicate(v => v.Sequence, notNull: true)
            .Duplicate(v => v.Status, notNull: true)
            .Duplicate(v => v.Rule, notNull: true)
            .Duplicate(v => v.Asset, notNull: true)
            .Duplicate(v => v.Shipment)
            .Index([v => v.Status, v => v.Sequence])
            .Index([v => v.Rule, v => v.Sequence])
            .Index([v => v.Asset, v => v.Sequence])
            .Index([v => v.Shipment!, v => v.Sequence]);
        options.Schema.For<ShipmentView>().DocumentAlias("shipment")
            .Duplicate(v => v.Sequence, notNull: true)
            .Duplicate(v => v.Status, notNull: true)
            .Duplicate(v => v.Carrier, notNull: true)
            .Index([v => v.Status, v => v.Sequence])
            .Index([v => v.Carrier, v => v.Sequence]);
        options.Schema.For<ActView>().DocumentAlias("act")
            .Duplicate(v => v.Sequence, notNull: true)
            .Duplicate(v => v.At, notNull: true)
            .Duplicate(v => v.Actor, notNull: true)
            .Duplicate(v => v.Credential, notNull: true);
        options.Schema.For<KeyView>().DocumentAlias("key").Duplicate(v => v.Sequence, notNull: true);
        options.Schema.For<WebhookView>().DocumentAlias("webhook")
            .Duplicate(v => v.Sequence, notNull: true)
            .Duplicate(v => v.Status, notNull: true)
            .Duplicate(v => v.Carrier)
            .Duplicate(v => v.EveryMinutes)
            .Index([v => v.Carrier!, v => v.Sequence]);
        options.Projections.Add<AlertViewProjection>(ProjectionLifecycle.Async);
        options.Projections.Add<ShipmentViewProjection>(ProjectionLifecycle.Async);
        options.Projections.Add<KeyViewProjection>(ProjectionLifecycle.Async);
        options.Projections.Add<ActViewProjection>(ProjectionLifecycle.Async);
        options.Projections.Add<WebhookViewProjection>(ProjectionLifecycle.Async);
    }
}
