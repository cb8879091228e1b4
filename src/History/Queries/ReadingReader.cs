using System.Runtime.CompilerServices;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries;

/// <summary>Reads all that an asset told, sorted by the server like <see cref="TrackReader"/>'s.</summary>
sealed class ReadingReader(HistoryDatabase database)
{
    /// <summary>Sorting years of readings may take its time.</summary>
    const int TimeoutS = 300;

    const string Sql = $"""
        select at, (e.data ->> 'recordedAt')::timestamptz, r ->> 'kind', r ->> 'mark', (r ->> 'lat')::float8, (r ->> 'lon')::float8, (r ->> 'speedKph')::float8,
               (r ->> 'headingDeg')::float8, (r ->> 'temperatureC')::float8, (r ->> 'humidityPct')::float8, (r ->> 'shockG')::float8, (r ->> 'doorOpen')::bool,
               (r ->> 'lightLux')::float8, (r ->> 'batteryPct')::float8, r ->> 'event', r ->> 'operator'
        from {HistoryDatabase.Schema}.mt_events e
        cross join lateral jsonb_array_elements(e.data -> 'readings') with ordinality as readings (r, place)
        cross join lateral (select (r ->> 'at')::timestamptz as at) as times
        where e.stream_id = $1 and e.type = '{EventNames.ReadingsRecorded}'
          and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at <= $3)
        order by at, (r ->> 'seq')::bigint, e.version, place
        """;

    public async IAsyncEnumerable<ToldReading> Read(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Command(Sql);
        command.CommandTimeout = TimeoutS;
        command.Parameters.AddWithValue(asset.ToString());
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, TrackReader.Bound(from));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, TrackReader.Bound(to));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

            yield return new ToldReading(reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), Text(3))
            {
                Lat = Number(4),
                Lon = Number(5),
                SpeedKph = Number(6),
                HeadingDeg = Number(7),
                TemperatureC = Number(8),
                HumidityPct = Number(9),
                ShockG = Number(10),
                DoorOpen = reader.IsDBNull(11) ? null : reader.GetBoolean(11),
                LightLux = Number(12),
                BatteryPct = Number(13),
                Event = Text(14),
                Operator = Text(15),
            };
        }
    }
}
