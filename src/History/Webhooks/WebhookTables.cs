using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Webhooks;

/// <summary>The tables that webhooks are delivered from. All times are the database's own kind; nothing else of a webhook is kept anywhere but in its events.</summary>
static class WebhookTables
{
    public const string Notices = HistoryDatabase.Schema + ".carrier_notices";
    public const string Progress = HistoryDatabase.Schema + ".webhook_progress";
    public const string Deliveries = HistoryDatabase.Schema + ".webhook_deliveries";
    public const string Webhooks = HistoryDatabase.Schema + ".mt_doc_webhook";

    const string Sequence = HistoryDatabase.Schema + ".carrier_notice_sequence";

    // An arbitrary number of our own.
    const string Lock = "x'53484950'::bigint";

    /// <summary>
    /// Inserts notices in the order of its arrays: ids, types, carriers, shipments, rules, lanes, webhooks, times of recording, bodies. Those who insert take turns until they commit:
    /// numbers become visible in their order, and whoever has read up to one misses none below it.
    /// </summary>
    public static string Insert(Func<int, string> parameter) => $"""
        insert into {Notices} (sequence, id, type, carrier, shipment, rule, lane, webhook, recorded_at, body)
        select nextval('{Sequence}'), s.id, s.type, s.carrier, s.shipment, s.rule, s.lane, s.webhook, s.recorded_at, s.body from (
            select n.* from (select pg_advisory_xact_lock({Lock}) offset 0) as turn,
                unnest({string.Join(", ", Enumerable.Range(1, 9).Select(parameter))}) with ordinality
                    as n (id, type, carrier, shipment, rule, lane, webhook, recorded_at, body, place)
            order by n.place offset 0) as s
        on conflict (id) do nothing
        """;

    public static string Make => $"""
        create sequence if not exists {Sequence};

        create table if not exists {Notices} (
          sequence bigint primary key, id text not null unique, type text not null, carrier text, shipment text, rule text, lane text not null, webhook text,
          recorded_at timestamptz not null, made_at timestamptz not null default now(), body text not null);
        create index if not exists ix_notices_carrier on {Notices} (carrier, sequence);
        create index if not exists ix_notices_recorded on {Notices} (recorded_at, sequence);
        create index if not exists ix_notices_made on {Notices} (made_at);

        create table if not exists {Progress} (
          webhook text primary key, cursor bigint not null, positions_up_to timestamptz not null, failures integer not null default 0, failing_since timestamptz,
          hold_until timestamptz, last_delivered_at timestamptz);

        create table if not exists {Deliveries} (
          id bigint generated always as identity primary key, webhook text not null, notice text not null, sequence bigint not null, type text not null, shipment text,
          lane text not null, status text not null, redelivery boolean not null, created_at timestamptz not null, next_at timestamptz, tries integer not null default 0,
          log jsonb not null default '[]');
        create unique index if not exists ix_deliveries_once on {Deliveries} (webhook, notice) where not redelivery;
        create index if not exists ix_deliveries_lane on {Deliveries} (webhook, lane, sequence, id) where status = 'pending';
        create index if not exists ix_deliveries_due on {Deliveries} (webhook, next_at) where status = 'pending';
        create index if not exists ix_deliveries_waiting_for on {Deliveries} (notice) where status = 'pending';
        create index if not exists ix_deliveries_list on {Deliveries} (webhook, id);
        create index if not exists ix_deliveries_created on {Deliveries} (created_at);
        """;
}
