using System.Collections.Immutable;
using Npgsql;
using ShipmentTracker.History.Checkpoints;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries;

/// <summary>What proves that the history is as it was recorded.</summary>
public interface ICheckpointQueries
{
    /// <summary>Checkpoints, newest first.</summary>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    Task<ListPage<Checkpoint>> List(string? cursor, int take, CancellationToken cancellationToken);

    /// <summary>One of them; null when there is none of that number.</summary>
    Task<Checkpoint?> Get(long number, CancellationToken cancellationToken);

    /// <summary>Computes the digests of checkpoints anew from the events as they are now, oldest first, and compares.</summary>
    /// <param name="after">Those that follow this one; 0: from the beginning.</param>
    /// <param name="take">So many of them at most.</param>
    Task<Verification> Verify(long after, int take, CancellationToken cancellationToken);
}

/// <summary>A digest that stands for the history up to a sequence.</summary>
/// <param name="Number">From 1 on; each follows the one before.</param>
/// <param name="UpTo">The last sequence under it.</param>
/// <param name="Events">Events between the checkpoint before and this one.</param>
/// <param name="Digest">SHA-256 of the digest before and of theirs.</param>
/// <param name="MadeAt">When.</param>
public sealed record Checkpoint(long Number, long UpTo, long Events, ImmutableArray<byte> Digest, DateTimeOffset MadeAt);

/// <summary>What came of comparing.</summary>
/// <param name="Checked">Checkpoints that were looked at.</param>
/// <param name="Events">Events under them.</param>
/// <param name="Broken">The first that does not fit; null when all do. What was changed is between the one before and it, or that one itself.</param>
/// <param name="Next">The last that was looked at, when there are more.</param>
public sealed record Verification(int Checked, long Events, BrokenCheckpoint? Broken, long? Next);

/// <summary>A checkpoint that does not fit the events.</summary>
/// <param name="Number">Which.</param>
/// <param name="After">The sequence after which its events begin.</param>
/// <param name="UpTo">The last sequence under it.</param>
/// <param name="Reason">What does not fit.</param>
public sealed record BrokenCheckpoint(long Number, long After, long UpTo, string Reason);

/// <inheritdoc cref="ICheckpointQueries"/>
sealed class CheckpointQueries(HistoryDatabase database) : ICheckpointQueries
{
    const char CheckpointList = 'p';
    const int StatementS = 120;

    const string Columns = "number, up_to, events, digest, made_at";
    const string ListSql = $"select {Columns} from {CheckpointTables.Checkpoints} where number > 0 and number < $1 order by number desc limit $2";
    const string GetSql = $"select {Columns} from {CheckpointTables.Checkpoints} where number = $1";
    const string FollowingSql = $"select {Columns} from {CheckpointTables.Checkpoints} where number > $1 order by number limit $2";

    public async Task<ListPage<Checkpoint>> List(string? cursor, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        var found = await Read(ListSql, cancellationToken, Cursor.Read(CheckpointList, cursor), take + 1);
        return new ListPage<Checkpoint>([.. found.Take(take)], found.Count > take ? Cursor.Write(CheckpointList, found[take - 1].Number) : null);
    }

    public async Task<Checkpoint?> Get(long number, CancellationToken cancellationToken) => number < 1 ? null : (await Read(GetSql, cancellationToken, number)).SingleOrDefault();

    public async Task<Verification> Verify(long after, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        var events = 0L;
        var before = (await Read(GetSql, cancellationToken, after)).SingleOrDefault();
        if (before is null)
            return new Verification(0, 0, new BrokenCheckpoint(after, 0, 0, "there is no such checkpoint"), null);

        var following = await Read(FollowingSql, cancellationToken, after, take + 1);
        var looked = 0;
        foreach (var checkpoint in following.Take(take))
        {
            looked++;
            if (await Misfit(before, checkpoint, cancellationToken) is { } reason)
                return new Verification(looked, events, new BrokenCheckpoint(checkpoint.Number, before.UpTo, checkpoint.UpTo, reason), null);
            events += checkpoint.Events;
            before = checkpoint;
        }

        return new Verification(looked, events, null, following.Count > take ? before.Number : null);
    }

    async Task<string?> Misfit(Checkpoint before, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (checkpoint.Number != before.Number + 1)
            return $"checkpoint {before.Number + 1} is missing";
        await using var command = Command(CheckpointTables.DigestSql, before.Digest.ToArray(), before.UpTo, checkpoint.UpTo);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (events, digest) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        return events != checkpoint.Events ? $"there are {events} events where there were {checkpoint.Events}"
            : !digest.AsSpan().SequenceEqual(checkpoint.Digest.AsSpan()) ? "the events, or the checkpoint, are not what they were"
            : null;
    }

    async Task<List<Checkpoint>> Read(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<Checkpoint>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new Checkpoint(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), ImmutableArray.Create(reader.GetFieldValue<byte[]>(3)), reader.GetFieldValue<DateTimeOffset>(4)));
        return found;
    }

    NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = database.Command(sql);
        command.CommandTimeout = StatementS;
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return command;
    }
}
