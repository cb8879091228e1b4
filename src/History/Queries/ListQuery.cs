using System.Text;
using Npgsql;

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

    public NpgsqlCommand Page(NpgsqlDataSource database, long before, int take)
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
