using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ShipmentTracker.History.Storage;

/// <summary>
/// Brings the schema up to date before anything else starts, and waits for the database while it is away. Several silos may start at once: Marten lets one of them
/// do it and the others wait.
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
                await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
                await AddEventIndexes(cancellationToken);
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

    async Task AddEventIndexes(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);

        // "If not exists" alone does not keep two silos from making the same one.
        batch.BatchCommands.Add(new($"select pg_advisory_xact_lock(hashtext('{HistoryDatabase.Schema}.indexes'))"));
        foreach (var (name, definition) in HistoryTables.EventIndexes)
            batch.BatchCommands.Add(new($"create index if not exists {name} on {HistoryDatabase.Schema}.mt_events {definition}"));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // A wrong password or a statement that fails will not mend itself by waiting: then the start fails and says why.
    static bool IsAway(Exception? failure) => failure switch
    {
        null => false,
        PostgresException { SqlState: var state } => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57", StringComparison.Ordinal)
            || state == PostgresErrorCodes.TooManyConnections,
        NpgsqlException or TimeoutException => true,
        AggregateException all => all.InnerExceptions.Any(IsAway),

        // Another silo is at it and takes its time.
        InvalidOperationException { Message: var message } when message.Contains("global lock", StringComparison.OrdinalIgnoreCase) => true,
        _ => IsAway(failure.InnerException),
    };
}
