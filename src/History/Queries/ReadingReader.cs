using System.Runtime.CompilerServices;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Reading;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries;

/// <summary>Reads all that an asset told, sorted by the server, as <see cref="TrackReader"/> reads where it was.</summary>
sealed class ReadingReader(HistoryDatabase database, SnapshotStore snapshots)
{
    /// <summary>Sorting years of readings may take its time.</summary>
    const int TimeoutS = 300;

    const string Sql = $"""
        select at, recorded_at, kind, mark, lat, lon, speed_kph, heading_deg, temperature_c, humidity_pct, shock_g, door_open, light_lux, battery_pct, event, operator, received_at
        from unnest($4, $5) as part (after_version, up_to_version)
        join {ReadingsView.Name} r on r.asset = $1 and r.version > part.after_version and r.version <= part.up_to_version
        where ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at <= $3)
        order by at, seq, version, place
        """;

    public async IAsyncEnumerable<ToldReading> Read(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var trail = await snapshots.Trail(asset.ToString(), cancellationToken);
        var parts = trail.ReadingsBetween(from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MaxValue).ToList();
        await using var command = database.Command(Sql);
        command.CommandTimeout = TimeoutS;
        command.Parameters.AddWithValue(asset.ToString());
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, TrackReader.Bound(from));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, TrackReader.Bound(to));
        command.Parameters.AddWithValue(parts.Select(p => p.After).ToArray());
        command.Parameters.AddWithValue(parts.Select(p => p.UpTo).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

            yield return new ToldReading(reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), Text(3))
            {
                ReceivedAt = reader.GetFieldValue<DateTimeOffset>(16),
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
