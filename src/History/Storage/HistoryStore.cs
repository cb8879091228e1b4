using JasperFx;
using JasperFx.Events;
using Marten;
using ShipmentTracker.History.Serialization;
using Weasel.Core;

namespace ShipmentTracker.History.Storage;

/// <summary>How Marten keeps the history.</summary>
static class HistoryStore
{
    public static void Configure(StoreOptions options, HistoryDatabase database)
    {
        options.Connection(database.DataSource);
        options.DatabaseSchemaName = HistoryDatabase.Schema;
        options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        options.UseSystemTextJsonForSerialization(HistoryJson.ForMarten(), EnumStorage.AsString, Casing.CamelCase);
        options.DisableNpgsqlLogging = true;
        options.Storage.ExtendedSchemaObjects.AddRange(HistoryTables.All);
        ConfigureEvents(options);
    }

    static void ConfigureEvents(StoreOptions options)
    {
        options.Events.StreamIdentity = StreamIdentity.AsString;

        // Despite its name this is the mode in which we say when an event was recorded; the versions and the sequence are the server's.
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;

        // Readings of a hundred thousand assets use up 32 bits in a day.
        options.Events.EnableBigIntEvents = true;

        // A stale writer is told so before it takes a place in the sequence: a gap there holds up everything that follows the events.
        options.Events.UseExclusiveLockOnConcurrentAppends = true;

        // Whatever follows the events is woken by each commit instead of asking now and then.
        options.Events.UseListenNotifyForEventAppends = true;

        foreach (var (name, type) in EventNames.All)
            options.Events.MapEventType(type, name);
    }
}
