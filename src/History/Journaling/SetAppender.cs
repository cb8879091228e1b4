using System.Collections.Concurrent;
using Npgsql;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Journaling;

/// <summary>Appends everything in one statement: one round trip, one commit.</summary>
sealed class SetAppender(HistoryDatabase database) : IAppender
{
    static readonly IReadOnlySet<int> None = new HashSet<int>();

    // As many as there are writers at once.
    readonly ConcurrentBag<AppendBatch> batches = [];

    public async Task<IReadOnlySet<int>> Append(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken)
    {
        if (!batches.TryTake(out var batch))
            batch = new AppendBatch();
        try
        {
            batch.Fill(appends);
            await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(AppendFunction.Call, connection);
            batch.AddTo(command.Parameters);

            // Once per connection; from then on it is known there.
            await command.PrepareAsync(cancellationToken);
            return await command.ExecuteScalarAsync(cancellationToken) is string[] stale ? IndicesOf(stale, appends) : None;
        }
        finally
        {
            batch.Clear();
            batches.Add(batch);
        }
    }

    static HashSet<int> IndicesOf(string[] streams, IReadOnlyList<StreamAppend> appends)
    {
        var named = streams.ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, appends.Count).Where(i => named.Contains(appends[i].Stream))];
    }
}
