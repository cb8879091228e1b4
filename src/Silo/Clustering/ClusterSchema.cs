using Microsoft.Extensions.Options;
using Npgsql;

namespace ShipmentTracker.Silo.Clustering;

/// <summary>Lays the tables of membership and reminders before Orleans starts; see ClusterSchema.sql.</summary>
sealed class ClusterSchema(
    ClusterDatabase database, IOptions<SiloClusterOptions> options, TimeProvider time, ILogger<ClusterSchema> log) : IHostedLifecycleService
{
    /// <summary>An arbitrary number of our own; silos that start together take turns on it.</summary>
    const long LockKey = 0x5348_4950_0001;

    static readonly TimeSpan PauseBetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>Applies the schema; does nothing where it stands already.</summary>
    public async Task Apply(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // "create ... if not exists" is not safe against another session that does the same at the same time.
        await using (var takeTurns = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = LockKey } } })
            await takeTurns.ExecuteNonQueryAsync(cancellationToken);

        await using (var apply = new NpgsqlCommand(ReadScript(), connection, transaction))
            await apply.ExecuteNonQueryAsync(cancellationToken);

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Runs before any service starts, Orleans among them. The database may come up later than we do.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await Apply(cancellationToken);
                return;
            }
            catch (NpgsqlException failure) when (failure.IsTransient && time.GetElapsedTime(start) < options.Value.DatabaseWait)
            {
                log.LogWarning("The history's database is not there yet ({Reason}); trying again", failure.Message);
                await Task.Delay(PauseBetweenTries, time, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    static string ReadScript()
    {
        using var stream = typeof(ClusterSchema).Assembly.GetManifestResourceStream("ClusterSchema.sql")
            ?? throw new InvalidOperationException("ClusterSchema.sql is not embedded in this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
