using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ShipmentTracker.History.Checkpoints;
using ShipmentTracker.History.DeadLetters;
using ShipmentTracker.History.Webhooks;

namespace ShipmentTracker.History.Storage;

/// <summary>
/// Brings the schema up to date before anything else starts, and waits for the database while it is away. Several silos may start at once:
/// one of them does it and the others wait.
/// </summary>
sealed class HistorySchema(IDocumentStore store, HistoryDatabase database, TimeProvider time, ILogger<HistorySchema> logger) : IHostedLifecycleService
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await Apply(cancellationToken);
                return;
            }
            catch (Exception e) when (IsAway(e))
            {
                logger.LogWarning("The history's database is not ready ({Reason}); trying again in {Wait}", e.Message, wait);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task Apply(CancellationToken cancellationToken)
    {
        // Held by the connection, whatever becomes of this process. Marten's own lock lets two silos compare before either has changed anything.
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var one = new NpgsqlCommand($"select pg_advisory_lock(hashtext('{HistoryDatabase.Schema}.schema'))", connection) { CommandTimeout = 0 };
        await one.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await Execute(HistoryTables.Keeping);
            foreach (var name in HistoryTables.FormerEventIndexes)
                await Execute($"drop index if exists {HistoryDatabase.Schema}.{name}");
            foreach (var (name, definition) in HistoryTables.EventIndexes)
                await Execute($"create index if not exists {name} on {HistoryDatabase.Schema}.mt_events {definition}");
            await Execute(HistoryTables.MakeSnapshots);
            await Execute(HistoryTables.MakeKeyUses);
            await Execute(HistoryTables.MakeTelemetryReceipts);
            await Execute(WebhookTables.Make);
            await Execute(CheckpointTables.Make);
            await Execute(DeadLetterTable.Make);
        }
        finally
        {
            // The connection may be used again: the lock must not stay with it.
            await using var done = new NpgsqlCommand($"select pg_advisory_unlock(hashtext('{HistoryDatabase.Schema}.schema'))", connection);
            await done.ExecuteNonQueryAsync(CancellationToken.None);
        }

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // A wrong password or a statement that fails will not mend itself by waiting: then the start fails and says why.
    static bool IsAway(Exception? failure) => failure switch
    {
        null => false,
        PostgresException { SqlState: var state } => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57", StringComparison.Ordinal)
            || state == PostgresErrorCodes.TooManyConnections,
        NpgsqlException or TimeoutException => true,
        AggregateException all => all.InnerExceptions.Any(IsAway),
        _ => IsAway(failure.InnerException),
    };
}
