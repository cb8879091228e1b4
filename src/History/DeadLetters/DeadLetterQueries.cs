using System.Collections.Immutable;
using System.Text.Json;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.DeadLetters;

/// <summary>What can be asked of messages that cannot be used.</summary>
public interface IDeadLetterQueries
{
    /// <summary>
    /// Who sends them, whoever was heard of last first; only those of the asset, unless it is null. Whoever is heard of again while the pages are read moves to the front.
    /// </summary>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    Task<ListPage<DeadLetterSourceDto>> Sources(AssetId? asset, string? cursor, int take, CancellationToken cancellationToken);
}

/// <inheritdoc cref="IDeadLetterQueries"/>
sealed class DeadLetterQueries(HistoryDatabase database, TimeProvider time) : IDeadLetterQueries
{
    const char SourceList = 'l';

    const string Sql = $"""
        select id, asset, topic, partition, count, first_at, last_at, recent from {DeadLetterTable.Name}
        where last_at >= $1 and (last_at, id) < ($2, $3) and ($4::text is null or asset = $4)
        order by last_at desc, id desc limit $5
        """;

    public async Task<ListPage<DeadLetterSourceDto>> Sources(AssetId? asset, string? cursor, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        var (before, beforeId) = Cursor.ReadMoment(SourceList, cursor);
        await using var command = database.Command(Sql);
        command.Parameters.AddWithValue(time.GetUtcNow() - DeadLetterTable.Kept);
        command.Parameters.AddWithValue(before);
        command.Parameters.AddWithValue(beforeId);
        command.Parameters.AddWithValue((object?)asset?.ToString() ?? DBNull.Value);
        command.Parameters.AddWithValue(take + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (items, last) = (ImmutableArray.CreateBuilder<DeadLetterSourceDto>(), 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (items.Count == take)
                return new ListPage<DeadLetterSourceDto>(items.ToImmutable(), Cursor.Write(SourceList, items[^1].LastAt, last));
            last = reader.GetInt64(0);
            items.Add(new DeadLetterSourceDto
            {
                Asset = reader.GetString(1) is { Length: > 0 } name ? name : null,
                Topic = reader.GetString(2),
                Partition = reader.GetInt32(3),
                Count = reader.GetInt64(4),
                FirstAt = reader.GetFieldValue<DateTimeOffset>(5),
                LastAt = reader.GetFieldValue<DateTimeOffset>(6),
                Recent = [.. JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(7), HistoryJson.TypeOf<StoredLetter[]>())!
                    .Select(l => new DeadLetterDto(l.Offset, l.ReceivedAt, l.Reason, l.Message))],
            });
        }

        return new ListPage<DeadLetterSourceDto>(items.ToImmutable(), null);
    }
}
