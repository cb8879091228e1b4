using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;

namespace ShipmentTracker.History.Storage;

/// <summary>What works on Marten's tables of events and is therefore made after them.</summary>
sealed class OnEvents() : FeatureSchemaBase("on_events", new PostgresqlMigrator())
{
    protected override IEnumerable<ISchemaObject> schemaObjects() => [AppendFunction.SchemaObject, new ReadingsView()];
}
