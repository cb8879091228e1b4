using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Catalogue;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

/// <summary>What plain SQL says of readings is what the replay says, however they are stored.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadingsViewTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_view_has_a_row_for_every_reading()
    {
        await using var history = await postgres.NewHistory();
        await Fill(history, "vehicle/29H81234");
        await history.Journal.Append("seal/VN1", 0, Readings(2, new SealSample { At = T(1), Event = SealEvent.Sealed }));

        var replayed = new List<string>();
        foreach (var (version, e) in await history.Log.All("vehicle/29H81234"))
            if (e is ReadingsRecorded burst)
                replayed.AddRange(burst.Readings.Select((s, i) => Line(version, i + 1, burst, s)));

        replayed.Should().HaveCount(10);
        (await Rows(history, "vehicle/29H81234")).Should().Equal(replayed);
        (await Rows(history, "seal/VN1")).Should().ContainSingle();
    }

    [Fact]
    public async Task Tracks_and_stored_events_do_not_tell_how_readings_are_stored()
    {
        await using var history = await postgres.NewHistory();
        await Fill(history, "vehicle/29H81234");

        var points = new List<TrackPoint>();
        await foreach (var point in history.Queries.Track(Truck, null, null, CancellationToken.None))
            points.Add(point);
        var events = await history.Queries.Events("vehicle/29H81234", [], 0, 10, CancellationToken.None);

        points.Should().BeInAscendingOrder(p => p.At);
        points.Select(p => (Moment(p.At), p.Lat, p.Lon)).Should().BeEquivalentTo((await history.Log.All("vehicle/29H81234"))
            .Select(e => e.Event).OfType<ReadingsRecorded>().SelectMany(b => b.Readings).Where(r => r.Position is not null).Select(r => (Moment(r.At), r.Lat!.Value, r.Lon!.Value)));
        events.Where(e => e.Type == EventNames.ReadingsRecorded).SelectMany(e => e.Data.GetProperty("readings").EnumerateArray())
            .Select(r => r.GetProperty("at").GetDateTimeOffset()).Should().HaveCount(10).And.NotContain(default(DateTimeOffset));
    }

    [Fact]
    public async Task The_server_compresses_the_cheap_way_and_leaves_room_for_new_versions()
    {
        await using var history = await postgres.NewHistory();
        await using var restarted = await TestHistory.Start(history.ConnectionString);
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var ask = database.CreateCommand("""
            select (select attcompression::text from pg_attribute where attrelid = 'history.mt_events'::regclass and attname = 'data') || ' ' ||
                   (select array_to_string(reloptions, ' ') from pg_class where oid = 'history.mt_streams'::regclass)
            """);
        (await ask.ExecuteScalarAsync()).Should().Be("l fillfactor=60");
    }

    // Every form there is: packed, mixed, and positions as they were stored before they were packed.
    static async Task Fill(TestHistory history, string stream)
    {
        var (positions, sensors) = (EventSamples.Packed["positions"], EventSamples.Packed["sensors"]);
        await history.Services.GetRequiredService<IAppender>().Append(
            [new(stream, 0, [positions, EventSamples.All[EventNames.ReadingsRecorded], Raised("a1", 1, 2), sensors])], CancellationToken.None);
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using (var open = database.CreateCommand("alter table history.mt_events disable trigger append_only"))
            await open.ExecuteNonQueryAsync();
        await using (var store = database.CreateCommand("update history.mt_events set data = $1 where version = 2"))
        {
            store.Parameters.AddWithValue(NpgsqlDbType.Jsonb, File.ReadAllBytes(Path.Combine(Checkout.Root, GoldenTests.FileOf(EventNames.ReadingsRecorded))));
            (await store.ExecuteNonQueryAsync()).Should().Be(1);
        }

        await using var older = database.CreateCommand("""
            insert into history.mt_events (seq_id, id, stream_id, version, data, type)
            values (nextval('history.mt_events_sequence'), gen_random_uuid(), $1, 5, $2, 'readings_recorded')
            """);
        older.Parameters.AddWithValue(stream);
        older.Parameters.AddWithValue(NpgsqlDbType.Jsonb, Serialization.HistoryJson.Unpacked(EventNames.ReadingsRecorded, Serialization.HistoryJson.Write(positions with
        {
            Readings = [positions.Readings[0]],
        })));
        await older.ExecuteNonQueryAsync();
    }

    static string Line(long version, int place, ReadingsRecorded burst, Sample sample)
    {
        object?[] values = sample switch
        {
            PositionSample p => [p.SpeedKph, p.HeadingDeg, p.AccuracyM, null, null, null, null, null, null, null, null],
            SealSample s => [null, null, null, Camel(s.Event), s.Operator, s.BatteryPct, null, null, null, null, null],
            SensorSample x => [null, null, null, null, null, x.BatteryPct, x.TemperatureC, x.HumidityPct, x.ShockG, x.DoorOpen, x.LightLux],
            _ => throw new ArgumentOutOfRangeException(nameof(sample)),
        };
        return Text([
            version, (long)place, sample.GetType().Name[..^"Sample".Length].ToLowerInvariant(), Moment(sample.At), Moment(sample.ReceivedAt), sample.Seq,
            sample.Mark == SampleMark.None ? null : Camel(sample.Mark), sample.Lat, sample.Lon, .. values,
        ]);
    }

    static async Task<List<string>> Rows(TestHistory history, string asset)
    {
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var ask = database.CreateCommand("""
            select version, place, kind, at, received_at, seq, mark, lat, lon, speed_kph, heading_deg, accuracy_m, event, operator, battery_pct, temperature_c, humidity_pct, shock_g, door_open, light_lux
            from history.readings where asset = $1 order by version, place
            """);
        ask.Parameters.AddWithValue(asset);
        await using var reader = await ask.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var values = new object?[reader.FieldCount];
            reader.GetValues(values!);
            rows.Add(Text(values.Select(v => v is DateTime at ? Moment(at) : v is DBNull ? null : v)));
        }

        return rows;
    }

    static string Text(IEnumerable<object?> values) => string.Join('|', values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));

    // The server counts microseconds.
    static string Moment(DateTimeOffset at) => at.UtcDateTime.AddTicks((TimeSpan.TicksPerMicrosecond / 2) - 1).ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    static string Camel<T>(T value) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
