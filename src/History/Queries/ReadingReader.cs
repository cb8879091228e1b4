using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Reading;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries;

/// <summary>
/// Reads what an asset told. Readings come in any order, so the server sorts them by device time and sends them one after another; where snapshots tell that there are none between
/// the bounds, it does not look.
/// </summary>
sealed class ReadingReader(HistoryDatabase database, SnapshotStore snapshots)
{
    /// <summary>Sorting years of readings may take its time.</summary>
    const int TimeoutS = 300;

    /// <summary>All of it.</summary>
    public IAsyncEnumerable<ToldReading> Readings(AssetId asset, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) => Rows(
        "at, recorded_at, received_at, kind, mark, lat, lon, speed_kph, heading_deg, temperature_c, humidity_pct, shock_g, door_open, light_lux, battery_pct, event, operator", "true",
        row => new ToldReading(Time(row, 0), Time(row, 1), row.GetString(3), Text(row, 4))
        {
            ReceivedAt = Time(row, 2),
            Lat = Number(row, 5),
            Lon = Number(row, 6),
            SpeedKph = Number(row, 7),
            HeadingDeg = Number(row, 8),
            TemperatureC = Number(row, 9),
            HumidityPct = Number(row, 10),
            ShockG = Number(row, 11),
            DoorOpen = row.IsDBNull(12) ? null : row.GetBoolean(12),
            LightLux = Number(row, 13),
            BatteryPct = Number(row, 14),
            Event = Text(row, 15),
            Operator = Text(row, 16),
        },
        asset, from, to, cancellationToken);

    /// <summary>Where it was.</summary>
    public IAsyncEnumerable<TrackPoint> Track(AssetId asset, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) => Rows(
        "at, lat, lon, speed_kph, heading_deg, accuracy_m, kind, mark, received_at", "lat is not null and lon is not null",
        row => new TrackPoint(
            Time(row, 0), row.GetDouble(1), row.GetDouble(2), Number(row, 3), Number(row, 4), Number(row, 5), row.GetString(6), Text(row, 7), Time(row, 8)),
        asset, from, to, cancellationToken);

    async IAsyncEnumerable<T> Rows<T>(
        string columns, string condition, Func<NpgsqlDataReader, T> told, AssetId asset, DateTimeOffset? from, DateTimeOffset? to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var trail = await snapshots.Trail(asset.ToString(), cancellationToken);
        var parts = trail.ReadingsBetween(from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MaxValue).ToList();
        await using var command = database.Command(
            $"""
            select {columns}
            from unnest($4, $5) as part (after_version, up_to_version)
            join {ReadingsView.Name} r on r.asset = $1 and r.version > part.after_version and r.version <= part.up_to_version
            where {condition} and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at <= $3)
            order by at, seq, version, place
            """);
        command.CommandTimeout = TimeoutS;
        command.Parameters.AddWithValue(asset.ToString());
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Bound(from));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Bound(to));
        command.Parameters.AddWithValue(parts.Select(p => p.After).ToArray());
        command.Parameters.AddWithValue(parts.Select(p => p.UpTo).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return told(reader);
    }

    static object Bound(DateTimeOffset? moment) => moment is { } m ? m.ToUniversalTime() : DBNull.Value;

    static DateTimeOffset Time(NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    static double? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
