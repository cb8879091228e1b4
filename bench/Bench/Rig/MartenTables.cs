using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace ShipmentTracker.Bench.Rig;

/// <summary>One reading as a plain Marten application would keep it.</summary>
public sealed record PositionRecorded(
    string Asset, DateTimeOffset At, double Lat, double Lon, double SpeedKph, int HeadingDeg, double AccuracyM, long Seq);

/// <summary>Marten as its guide shows it: streams by name, quick append, System.Text.Json, and otherwise its defaults.</summary>
static class MartenTables
{
    public const string Schema = "plain";

    public static DocumentStore Store(NpgsqlDataSource database) => DocumentStore.For(options =>
    {
        options.Connection(database);
        options.DatabaseSchemaName = Schema;
        options.DisableNpgsqlLogging = true;
        options.UseSystemTextJsonForSerialization();
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.Quick;
        options.Events.AddEventType<PositionRecorded>();
        options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
    });

    /// <summary>Makes Marten's tables, empty.</summary>
    public static async Task Create(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        using var store = Store(database);
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync().WaitAsync(cancellationToken);
    }
}
