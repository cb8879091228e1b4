using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Npgsql;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries;

/// <summary>A page of a list's table: the conditions that are asked for, newest first, from a sequence number on.</summary>
sealed class ListQuery(string table)
{
    readonly List<string> conditions = [];
    readonly List<object> values = [];

    /// <summary>A condition that says <c>{0}</c> where its value goes; none without a value.</summary>
    public ListQuery Where(string condition, object? value)
    {
        if (value is null)
            return this;
        values.Add(value);
        conditions.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, $"${values.Count}"));
        return this;
    }

    /// <summary>The page after a cursor.</summary>
    /// <param name="database">Where the list is.</param>
    /// <param name="list">Which list, for the cursor.</param>
    /// <param name="cursor">The end of the page before; null: the newest.</param>
    /// <param name="take">Items on a page.</param>
    /// <param name="told">What is told of a row.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    public async Task<ListPage<TInfo>> Page<TView, TInfo>(
        HistoryDatabase database, char list, string? cursor, int take, Func<TView, TInfo> told, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);

        // One more than asked for tells whether there is a next page.
        await using var command = Command(database.DataSource, Cursor.Read(list, cursor), take + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = ImmutableArray.CreateBuilder<TInfo>();
        var last = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (items.Count == take)
                return new ListPage<TInfo>(items.DrainToImmutable(), Cursor.Write(list, last));
            last = reader.GetInt64(0);
            items.Add(told(View<TView>(reader, 1)));
        }

        return new ListPage<TInfo>(items.DrainToImmutable(), null);
    }

    /// <summary>A row as the projection wrote it.</summary>
    public static T View<T>(NpgsqlDataReader reader, int column) =>
        JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(column), HistoryJson.TypeOf<T>()) ?? throw new JsonException($"A {typeof(T).Name} is null");

    NpgsqlCommand Command(NpgsqlDataSource database, long before, int take)
    {
        Where("sequence < {0}", before);
        var sql = new StringBuilder("select sequence, data from ").Append(table)
            .Append(" where ").AppendJoin(" and ", conditions)
            .Append(" order by sequence desc limit ").Append(take);
        var command = database.CreateCommand(sql.ToString());
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
