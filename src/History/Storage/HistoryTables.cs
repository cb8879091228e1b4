using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace ShipmentTracker.History.Storage;

/// <summary>What we keep beside Marten's own tables.</summary>
static class HistoryTables
{
    public const string Snapshots = HistoryDatabase.Schema + ".snapshots";
    public const string ShipmentNumbers = HistoryDatabase.Schema + ".shipment_numbers";

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
