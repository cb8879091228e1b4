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

    public static IEnumerable<ISchemaObject> All => [SnapshotTable(), new Sequence(ShipmentNumbers), AppendFunction.SchemaObject];

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
