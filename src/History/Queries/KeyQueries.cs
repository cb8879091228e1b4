using System.Text.Json;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;
using ShipmentTracker.History.Views;

namespace ShipmentTracker.History.Queries;

/// <summary>What can be asked about API keys.</summary>
public interface IKeyQueries
{
    /// <summary>One key, read from its events: as it stands at this moment. Null when there is none.</summary>
    Task<KeyInfo?> Key(string id, CancellationToken cancellationToken);

    /// <summary>Keys, newest first.</summary>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    Task<ListPage<ListedKey>> Keys(string? cursor, int take, CancellationToken cancellationToken);
}

/// <summary>A key in the list.</summary>
/// <param name="LastUsedAt">To about a minute; null: not yet.</param>
public sealed record ListedKey(KeyInfo Key, DateTimeOffset? LastUsedAt);

/// <inheritdoc cref="IKeyQueries"/>
sealed class KeyQueries(HistoryDatabase database, IEventLog log) : IKeyQueries
{
    const char KeyList = 'k';

    const string Sql = $"""
        select sequence, data, used_at from {ViewTables.Keys} k left join {HistoryTables.KeyUses} u on 'key/' || u.key = k.id
        where sequence < $1 order by sequence desc limit $2
        """;

    public async Task<KeyInfo?> Key(string id, CancellationToken cancellationToken)
    {
        KeyInfo? key = null;
        await foreach (var (_, e) in log.Read($"key/{id}", 0, cancellationToken))
            key = KeyFacts.Evolve(key, (KeyEvent)e);
        return key;
    }

    public async Task<ListPage<ListedKey>> Keys(string? cursor, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        await using var command = database.Command(Sql);
        command.Parameters.AddWithValue(Cursor.Read(KeyList, cursor));
        command.Parameters.AddWithValue(take + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (keys, last) = (new List<ListedKey>(), 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (keys.Count == take)
                return new ListPage<ListedKey>([.. keys], Cursor.Write(KeyList, last));
            last = reader.GetInt64(0);
            var view = JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(1), HistoryJson.TypeOf<KeyView>()) ?? throw new JsonException("A key is null");
            keys.Add(new ListedKey(view.Key, reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return new ListPage<ListedKey>([.. keys], null);
    }
}
