using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Views;
using DbCommandBuilder = Weasel.Core.DbCommandBuilder;

namespace ShipmentTracker.History.Storage;

/// <summary>
/// <c>history.readings</c>: one row per reading, for whoever asks the history with plain SQL, however the readings of an event are stored. Asked for one asset it reads that asset's
/// events only.
/// </summary>
sealed class ReadingsView() : View(PostgresqlProvider.Instance.Parse(Name), Sql)
{
    public const string Name = HistoryDatabase.Schema + ".readings";

    // What is compressed is unpacked once for all columns: that is what the subquery is for.
    const string Sql = $"""
        select e.stream_id as asset, e.version, r.place, r.at, r.at + r.delay_ms * interval '1 millisecond' as received_at, e.timestamp as recorded_at, e.seq_id as sequence,
               r.kind, r.seq, r.mark, r.lat, r.lon, r.speed_kph, r.heading_deg, r.accuracy_m, r.event, r.operator, r.battery_pct,
               r.temperature_c, r.humidity_pct, r.shock_g, r.door_open, r.light_lux
        from {HistoryDatabase.Schema}.mt_events e
        cross join lateral (select e.data -> 'readings' as readings, (e.data ->> 'at')::timestamptz as at offset 0) as d
        cross join lateral (
            select o.place, (o.r ->> 'at')::timestamptz as at, (o.r ->> 'delayMs')::float8 as delay_ms, o.r ->> 'kind' as kind, (o.r ->> 'seq')::bigint as seq, o.r ->> 'mark' as mark,
                   (o.r ->> 'lat')::float8 as lat, (o.r ->> 'lon')::float8 as lon,
                   (o.r ->> 'speedKph')::float8 as speed_kph, (o.r ->> 'headingDeg')::float8 as heading_deg, (o.r ->> 'accuracyM')::float8 as accuracy_m,
                   o.r ->> 'event' as event, o.r ->> 'operator' as operator, (o.r ->> 'batteryPct')::float8 as battery_pct,
                   (o.r ->> 'temperatureC')::float8 as temperature_c, (o.r ->> 'humidityPct')::float8 as humidity_pct, (o.r ->> 'shockG')::float8 as shock_g,
                   (o.r ->> 'doorOpen')::boolean as door_open, (o.r ->> 'lightLux')::float8 as light_lux
            from jsonb_array_elements(case jsonb_typeof(d.readings) when 'array' then d.readings end) with ordinality as o (r, place)
            union all
            select p.place, d.at - p.before_ms::float8 * interval '1 millisecond', p.delay_ms::float8, d.readings ->> 'kind', p.seq::bigint, p.mark,
                   p.lat::float8, p.lon::float8, p.speed_kph::float8, p.heading_deg::float8, p.accuracy_m::float8, null, null, p.battery_pct::float8,
                   p.temperature_c::float8, p.humidity_pct::float8, p.shock_g::float8, p.door_open::boolean, p.light_lux::float8
            from unnest(
                string_to_array(d.readings ->> 'beforeMs', ' ', '-'), string_to_array(d.readings ->> 'delayMs', ' ', '-'), string_to_array(d.readings ->> 'seq', ' ', '-'),
                string_to_array(d.readings ->> 'mark', ' ', '-'), string_to_array(d.readings ->> 'lat', ' ', '-'), string_to_array(d.readings ->> 'lon', ' ', '-'),
                string_to_array(d.readings ->> 'speedKph', ' ', '-'), string_to_array(d.readings ->> 'headingDeg', ' ', '-'), string_to_array(d.readings ->> 'accuracyM', ' ', '-'),
                string_to_array(d.readings ->> 'batteryPct', ' ', '-'), string_to_array(d.readings ->> 'temperatureC', ' ', '-'), string_to_array(d.readings ->> 'humidityPct', ' ', '-'),
                string_to_array(d.readings ->> 'shockG', ' ', '-'), string_to_array(d.readings ->> 'doorOpen', ' ', '-'), string_to_array(d.readings ->> 'lightLux', ' ', '-'))
                with ordinality as p (before_ms, delay_ms, seq, mark, lat, lon, speed_kph, heading_deg, accuracy_m, battery_pct, temperature_c, humidity_pct, shock_g, door_open, light_lux, place)
        ) as r
        where e.type = '{EventNames.ReadingsRecorded}'
        """;

    // PostgreSQL tells a view back in words of its own, and other ones with each version; a comment it keeps as it is.
    static readonly string Comment = "One row per reading, however the readings of an event are stored. Definition " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)))[..16];

    public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
    {
        base.WriteCreateStatement(migrator, writer);
        writer.WriteLine($"COMMENT ON VIEW {Name} IS '{Comment}';");
    }

    public override void ConfigureQueryCommand(DbCommandBuilder builder)
    {
        builder.Append("select obj_description(to_regclass(");
        builder.AppendParameter(Name);
        builder.Append("), 'pg_class');");
    }

    public override async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default)
    {
        var there = await reader.ReadAsync(ct) && !await reader.IsDBNullAsync(0, ct) && reader.GetString(0) == Comment;
        return new SchemaObjectDelta(this, there ? SchemaPatchDifference.None : SchemaPatchDifference.Update);
    }
}
