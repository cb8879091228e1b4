using System.Runtime.CompilerServices;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.Reading;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Queries;

/// <summary>
/// Reads where an asset was. Readings come in any order, so the server sorts them by device time and sends them one after another; where snapshots tell that there are none between
/// the bounds, it does not look.
/// </summary>
sealed class TrackReader(HistoryDatabase database, SnapshotStore snapshots)
{
    /// <summary>Sorting years of readings may take its time.</summary>
    const int TimeoutS = 300;

    const string Sql = $"""
        select at, lat, lon, speed_kph, heading_deg, accuracy_m, kind, mark, received_at
        from unnest($4, $5) as part (after_version, up_to_version)
        join {ReadingsView.Name} r on r.asset = $1 and r.version > part.after_version and r.version <= part.up_to_version
        where lat is not null and lon is not null
          and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at <= $3)
        order by at, seq, version, place
        """;

    public async IAsyncEnumerable<TrackPoint> Read(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var trail = await snapshots.Trail(asset.ToString(), cancellationToken);
        var parts = trail.ReadingsBetween(from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MaxValue).ToList();
        await using var command = database.Command(Sql);
        command.CommandTimeout = TimeoutS;
        command.Parameters.AddWithValue(asset.ToString());
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Bound(from));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Bound(to));
        command.Parameters.AddWithValue(parts.Select(p => p.After).ToArray());
        command.Parameters.AddWithValue(parts.Select(p => p.UpTo).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

            yield return new TrackPoint(
                reader.GetFieldValue<DateTimeOffset>(0), reader.GetDouble(1), reader.GetDouble(2), Number(3), Number(4), Number(5),
                reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetFieldValue<DateTimeOffset>(8));
        }
    }

    internal static object Bound(DateTimeOffset? moment) => moment is { } m ? m.ToUniversalTime() : DBNull.Value;
}
