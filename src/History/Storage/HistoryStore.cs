using JasperFx;
using JasperFx.Events;
using Marten;
using ShipmentTracker.History.Serialization;
using Weasel.Core;

namespace ShipmentTracker.History.Storage;

/// <summary>How Marten keeps the history.</summary>
static class HistoryStore
{
    /// <summary>How often those who follow the events look by themselves.</summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static void Configure(StoreOptions options, HistoryDatabase database)
    {
        options.Connection(database.DataSource);
        options.DatabaseSchemaName = HistoryDatabase.Schema;
        options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        options.UseSystemTextJsonForSerialization(HistoryJson.ForMarten(), EnumStorage.AsString, Casing.CamelCase);
        options.DisableNpgsqlLogging = true;
        options.Storage.ExtendedSchemaObjects.AddRange(HistoryTables.All);
        options.Storage.Add(new OnEvents());
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

        // Whatever follows the events is woken by what it follows. Readings wake nobody (see AppendFunction): where one of their commits is still under way below an alert's, or a
        // call comes while the last is being answered, it is the next look that finds the alert.
        options.Events.UseListenNotifyForEventAppends = true;
        options.Projections.FastPollingTime = options.Projections.SlowPollingTime = Look;

        // The package that holds the locks among silos shares one connection for several locks only in a variant that is not published where we restore from.
        options.Events.UseAdvisoryLockTransaction = true;

        foreach (var index in HistoryTables.EventIndexes.Keys)
            options.Events.IgnoreIndex(index);

        // A list or a receiver that went on without an event it could not take would be wrong for ever; stopped, it is late.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;

        foreach (var (name, type) in EventNames.All)
            options.Events.MapEventType(type, name);
    }
}
