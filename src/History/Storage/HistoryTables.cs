using ShipmentTracker.Domain.Assets;
using Weasel.Core;
using Weasel.Postgresql;

namespace ShipmentTracker.History.Storage;

/// <summary>What we keep beside Marten's own tables.</summary>
static class HistoryTables
{
    public const string Snapshots = HistoryDatabase.Schema + ".snapshots";
    public const string KeyUses = HistoryDatabase.Schema + ".key_uses";
    public const string TelemetryReceipts = HistoryDatabase.Schema + ".telemetry_receipts";
    public const string ShipmentNumbers = HistoryDatabase.Schema + ".shipment_numbers";

    /// <summary>
    /// Which events hold a message of a seal that tells its state: few among all readings, and the only ones that are read for webhooks. A query that wants them says exactly this, then
    /// its index is used. Said so that whatever is no seal's is known by the beginning of its stream's name.
    /// </summary>
    public const string SealStates = $"""
        type = '{EventNames.ReadingsRecorded}' and starts_with(stream_id, 'seal/')
        and data @? '$.readings[*] ? (@.event == "sealed" || @.event == "opened" || @.event == "unlocked" || @.event == "tampered" || @.event == "cut")'
        """;

    /// <summary>Indexes of our own on Marten's events, by name.</summary>
    public static readonly IReadOnlyDictionary<string, string> EventIndexes = new Dictionary<string, string>
    {
        // Nearly all events are readings, and what follows the history by itself wants the others.
        ["ix_events_not_readings"] = $"(seq_id) where type <> '{EventNames.ReadingsRecorded}'",

        // One asset's alerts and duties among all of its readings.
        ["ix_events_stream_not_readings"] = $"(stream_id, version) where type <> '{EventNames.ReadingsRecorded}'",

        // What seals tell of their state, for webhooks: in order, and a seal's own.
        ["ix_events_seal_states"] = $"(seq_id) where {SealStates}",
        ["ix_events_stream_seal_states"] = $"(stream_id, version) where {SealStates}",

        // The shipments that name a seal.
        ["ix_events_shipments_by_seal"] = $"using gin ((data -> 'seals')) where type = '{EventNames.ShipmentRegistered}'",
    };

    /// <summary>Those that earlier versions had.</summary>
    public static readonly IReadOnlyList<string> FormerEventIndexes = ["ix_events_alert"];

    /// <summary>
    /// How the server is to keep Marten's tables. Each append moves its stream's version on: a page that leaves room takes the new row beside the old one, and no index has to know.
    /// Readings that are many enough to be compressed are so at a fraction of what the server's old way costs, where it has the new one.
    /// </summary>
    public const string Keeping = $"""
        do $$
        begin
            if not coalesce((select reloptions @> array['fillfactor=60'] from pg_class where oid = '{HistoryDatabase.Schema}.mt_streams'::regclass), false) then
                alter table {HistoryDatabase.Schema}.mt_streams set (fillfactor = 60);
            end if;
            if (select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression')
               and (select attcompression <> 'l' from pg_attribute where attrelid = '{HistoryDatabase.Schema}.mt_events'::regclass and attname = 'data') then
                alter table {HistoryDatabase.Schema}.mt_events alter column data set compression lz4;
            end if;
        end $$
        """;

    /// <summary>When each key was last used: one row a key, of no use to the history.</summary>
    public const string MakeKeyUses = $"create table if not exists {KeyUses} (key varchar primary key, used_at timestamptz not null)";

    /// <summary>What was answered to posts of telemetry with an idempotency key, for a day.</summary>
    public const string MakeTelemetryReceipts = $"""
        create table if not exists {TelemetryReceipts} (
          credential varchar not null, key varchar not null, fingerprint varchar not null, receipt jsonb not null, at timestamptz not null, primary key (credential, key));
        create index if not exists ix_telemetry_receipts_at on {TelemetryReceipts} (at)
        """;

    public static IEnumerable<ISchemaObject> All => [new Sequence(ShipmentNumbers)];

    /// <summary>
    /// Makes the table of snapshots, anew when those in it are of another format: they are a cache. Its comment tells the format. Times are UTC in ticks of 100 ns since the
    /// year 1, exact as the devices' are. What is looked through along a history is all in the primary key; the states are only touched one by one.
    /// </summary>
    public static string MakeSnapshots => $"""
        do $$ begin
          if obj_description(to_regclass('{Snapshots}'), 'pg_class') is distinct from 'format {AssetSnapshot.CurrentFormat}' then
            drop table if exists {Snapshots};
            create table {Snapshots} (
              stream varchar not null, version bigint not null, since bigint not null, oldest bigint not null, latest bigint not null, newest bigint not null,
              horizon bigint not null, recorded_at bigint not null, readings bigint not null, format integer not null, state json not null,
              primary key (stream, version) include (since, oldest, latest, newest, horizon, recorded_at, readings, format));
            comment on table {Snapshots} is 'format {AssetSnapshot.CurrentFormat}';
            begin
              alter table {Snapshots} alter column state set compression lz4;
            exception when feature_not_supported then null; -- a server built without it
            end;
          end if;
        end $$
        """;
}
