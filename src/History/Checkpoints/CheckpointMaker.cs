using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Checkpoints;

/// <summary>
/// Makes a checkpoint of what was recorded since the last one: a digest over those events and the digest before, so that the newest stands for the whole history. Of several silos one does it at a time.
/// Each is logged too: where the logs are kept, whoever changes the database does not come.
/// </summary>
sealed class CheckpointMaker(HistoryDatabase database, IOptions<CheckpointOptions> options, TimeProvider time, ILogger<CheckpointMaker> logger) : BackgroundService
{
    const int StatementS = 120;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    const string BeginSql = $"select pg_try_advisory_xact_lock(hashtext('{CheckpointTables.Checkpoints}'))";

    // A number is drawn from the sequence by whoever writes to streams or events, which they hold locked until they commit. So first how far numbers are drawn, then who writes: when those are done,
    // nothing up to there can appear any more.
    const string DrawnSql = $"select last_value from {HistoryDatabase.Schema}.mt_events_sequence";

    const string WritersSql = $"""
        select array(select distinct virtualtransaction from pg_locks where {IsWriting})
        """;

    const string WhoSql = $"""
        select coalesce(string_agg(distinct pid::text, ', '), 'gone by now') from pg_locks where {IsWriting} and virtualtransaction = any($1)
        """;

    const string StillWritingSql = $"select exists (select from pg_locks where {IsWriting} and virtualtransaction = any($1))";

    const string IsWriting = $"""
        locktype = 'relation' and database = (select oid from pg_database where datname = current_database()) and relation in ('{CheckpointTables.Events}'::regclass, '{HistoryDatabase.Schema}.mt_streams'::regclass) and mode = 'RowExclusiveLock' and granted
        """;

    const string LastSql = $"select number, up_to, digest from {CheckpointTables.Checkpoints} order by number desc limit 1";

    const string EndSql = $"select max(seq_id) from (select seq_id from {CheckpointTables.Events} where seq_id > $1 and seq_id <= $2 order by seq_id limit $3) as stretch";

    const string MakeSql = $"""
        insert into {CheckpointTables.Checkpoints} (number, up_to, events, digest, made_at)
        select $4, $3, d.count, d.digest, $5 from ({CheckpointTables.DigestSql}) as d
        returning events, digest
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    while (await MakeOne(stoppingToken))
                    {
                    }
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogError(failure, "A checkpoint of the history could not be made; the next look is in {Every}", options.Value.Every);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Makes the next checkpoint. False when there is nothing new, when somebody else is at it, or when a writer takes too long.</summary>
    internal async Task<bool> MakeOne(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await Ask<bool>(connection, BeginSql, cancellationToken) || await Settled(connection, cancellationToken) is not { } frontier)
            return false;

        var (number, after, digest) = await Last(connection, cancellationToken);
        if (await Ask<object>(connection, EndSql, cancellationToken, after, frontier, options.Value.MostEvents) is not long end)
            return false;

        long events;
        byte[] next;
        await using (var make = Command(connection, MakeSql, digest, after, end, number + 1, time.GetUtcNow()))
        await using (var made = await make.ExecuteReaderAsync(cancellationToken))
        {
            await made.ReadAsync(cancellationToken);
            (events, next) = (made.GetInt64(0), made.GetFieldValue<byte[]>(1));
        }

        // The log bears witness: nothing stands in it that was not made. Where a crash keeps one out of it, the next line tells that one too.
        await transaction.CommitAsync(cancellationToken);
        logger.LogInformation(
            "Checkpoint {Number} of the history: {Events} events up to sequence {UpTo}, digest {Digest}, after checkpoint {Before} with {DigestBefore}",
            number + 1, events, end, Convert.ToHexStringLower(next), number, Convert.ToHexStringLower(digest));
        return end < frontier;
    }

    // Up to where nothing can appear any more; null when a writer takes longer than we wait.
    async Task<long?> Settled(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var drawn = await Ask<long>(connection, DrawnSql, cancellationToken);
        var writers = await Ask<string[]>(connection, WritersSql, cancellationToken) ?? [];
        var began = time.GetTimestamp();
        while (writers.Length > 0 && await Ask<bool>(connection, StillWritingSql, cancellationToken, (object)writers))
        {
            if (time.GetElapsedTime(began) > Patience)
            {
                logger.LogWarning(
                    "No checkpoint of the history can be made while a transaction that writes to it stays open (server processes {Pids}); the next look is in {Every}",
                    await Ask<string>(connection, WhoSql, cancellationToken, (object)writers), options.Value.Every);
                return null;
            }

            await Task.Delay(Look, time, cancellationToken);
        }

        return drawn;
    }

    static async Task<(long Number, long UpTo, byte[] Digest)> Last(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, LastSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2))
            : throw new InvalidOperationException($"{CheckpointTables.Checkpoints} is empty: somebody has removed its rows");
    }

    static async Task<T?> Ask<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        return (T?)await command.ExecuteScalarAsync(cancellationToken);
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = StatementS };
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return command;
    }
}
