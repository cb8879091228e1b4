using System.Runtime.CompilerServices;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries;

/// <summary>Reads where an asset was. Readings come in any order, so the server sorts them by device time and sends them one after another.</summary>
sealed class TrackReader(HistoryDatabase database)
{
    /// <summary>Sorting years of readings may take its time.</summary>
    const int TimeoutS = 300;

    const string Sql = $"""
        select at, (r ->> 'lat')::float8, (r ->> 'lon')::float8, (r ->> 'speedKph')::float8, (r ->> 'headingDeg')::float8, (r ->> 'accuracyM')::float8,
               r ->> 'kind', r ->> 'mark', coalesce((r ->> 'delayMs')::bigint, 0)
        from {HistoryDatabase.Schema}.mt_events e
        cross join lateral jsonb_array_elements(e.data -> 'readings') with ordinality as readings (r, place)
        cross join lateral (select (r ->> 'at')::timestamptz as at) as times
        where e.stream_id = $1 and e.type = '{EventNames.ReadingsRecorded}' and r ? 'lat' and r ? 'lon'
          and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at <= $3)
        order by at, (r ->> 'seq')::bigint, e.version, place
        """;

    public async IAsyncEnumerable<TrackPoint> Read(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Command(Sql);
        command.CommandTimeout = TimeoutS;
        command.Parameters.AddWithValue(asset.ToString());
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Bound(from));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Bound(to));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

            var at = reader.GetFieldValue<DateTimeOffset>(0);
            yield return new TrackPoint(
                at, reader.GetDouble(1), reader.GetDouble(2), Number(3), Number(4), Number(5),
                reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7), at.AddMilliseconds(reader.GetInt64(8)));
        }
    }

    internal static object Bound(DateTimeOffset? moment) => moment is { } m ? m.ToUniversalTime() : DBNull.Value;
}
