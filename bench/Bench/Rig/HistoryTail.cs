using System.Diagnostics;
using Npgsql;

namespace ShipmentTracker.Bench.Rig;

/// <summary>
/// Looks at the end of the history every <see cref="Every"/> ms, by one look into its primary key on a connection of its own, and notes when it last grew: events are seen
/// once their transaction is committed.
/// </summary>
sealed class HistoryTail : IAsyncDisposable
{
    const int Every = 20;

    readonly NpgsqlConnection connection;
    readonly CancellationTokenSource stopping = new();
    readonly TimeProvider time = TimeProvider.System;
    readonly Task looking;
    long grownAt;
    long last;

    HistoryTail(NpgsqlConnection connection, long first)
    {
        (this.connection, First, last) = (connection, first, first);
        looking = Task.Run(Look);
    }

    /// <summary>The last place of the history when the watching began.</summary>
    public long First { get; }

    /// <summary>The last place of the history by the last look.</summary>
    public long Last => Interlocked.Read(ref last);

    /// <summary>When <see cref="Last"/> was first seen; null when nothing came yet.</summary>
    public DateTimeOffset? GrownAt => Interlocked.Read(ref grownAt) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public static async Task<HistoryTail> Watch(Product product, CancellationToken cancellationToken)
    {
        var connection = await product.Database.OpenConnectionAsync(cancellationToken);
        return new HistoryTail(connection, await LastPlace(connection, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        try
        {
            await looking;
        }
        catch (OperationCanceledException)
        {
        }

        stopping.Dispose();
        await connection.DisposeAsync();
    }

    async Task Look()
    {
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            var place = await LastPlace(connection, stopping.Token);
            if (place > last)
            {
                Interlocked.Exchange(ref grownAt, time.GetUtcNow().Ticks);
                Interlocked.Exchange(ref last, place);
            }

            var rest = Every - (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            await Task.Delay(Math.Max(1, rest), stopping.Token);
        }
    }

    static async Task<long> LastPlace(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(seq_id), 0)::bigint from history.mt_events", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
