using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace ShipmentTracker.History.Storage;

/// <summary>What we keep beside Marten's own tables.</summary>
static class HistoryTables
{
    public const string Snapshots = HistoryDatabase.Schema + ".snapshots";
    public const string ShipmentNumbers = HistoryDatabase.Schema + ".shipment_numbers";

    /// <summary>Indexes of our own on Marten's events, by name.</summary>
    public static readonly IReadOnlyDictionary<string, string> EventIndexes = new Dictionary<string, string>
    {
        // Nearly all events are readings, and what follows the history by itself wants the others.
        ["ix_events_not_readings"] = $"(seq_id) where type <> '{EventNames.ReadingsRecorded}'",

        // One alert's events among all of its asset's.
        ["ix_events_alert"] = $"(stream_id, (data ->> 'alertId'), seq_id) where type in ({EventNames.AlertTypesSql})",
    };

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

    public static IEnumerable<ISchemaObject> All => [SnapshotTable(), new Sequence(ShipmentNumbers)];

    static Table SnapshotTable()
    {
        var table = new Table(Snapshots);
        table.AddColumn("stream", "varchar").AsPrimaryKey();
        table.AddColumn("format", "integer").NotNull();
        table.AddColumn("version", "bigint").NotNull();

        // Never searched, so not jsonb: it is written and read as it is.
        table.AddColumn("state", "json").NotNull();
        return table;
    }
}
