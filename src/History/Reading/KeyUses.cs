using System.Collections.Immutable;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <inheritdoc cref="IKeyUses"/>
sealed class KeyUses(HistoryDatabase database) : IKeyUses
{
    // In one order, so that two silos that hear of the same keys do not wait for each other.
    const string Sql = $"""
        insert into {HistoryTables.KeyUses} as kept (key, used_at) select * from unnest($1, $2) as u (key, used_at) order by key
        on conflict (key) do update set used_at = excluded.used_at where kept.used_at < excluded.used_at
        """;

    /// <inheritdoc/>
    public async Task Keep(ImmutableArray<KeyUse> uses, CancellationToken cancellationToken)
    {
        if (uses.IsEmpty)
            return;
        var newest = uses.GroupBy(u => u.Key).Select(g => (Key: g.Key, At: g.Max(u => u.At).ToUniversalTime())).ToList();
        await using var command = database.Command(Sql);
        command.Parameters.AddWithValue(newest.Select(u => u.Key).ToArray());
        command.Parameters.AddWithValue(newest.Select(u => u.At).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
