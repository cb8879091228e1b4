using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ShipmentTracker.History.Storage;

/// <summary>
/// Brings the schema up to date before anything else starts, and waits for the database while it is away. Several silos may start at once: Marten lets one of them
/// do it and the others wait.
/// </summary>
sealed class HistorySchema(IDocumentStore store, TimeProvider time, ILogger<HistorySchema> logger) : IHostedLifecycleService
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
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

    // A wrong password or a statement that fails will not mend itself by waiting: then the start fails and says why.
    static bool IsAway(Exception? failure) => failure switch
    {
        null => false,
        PostgresException { SqlState: var state } => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57", StringComparison.Ordinal)
            || state == PostgresErrorCodes.TooManyConnections,
        NpgsqlException or TimeoutException => true,
        AggregateException all => all.InnerExceptions.Any(IsAway),
        _ => IsAway(failure.InnerException) || failure.Message.Contains("lock", StringComparison.OrdinalIgnoreCase),
    };
}
