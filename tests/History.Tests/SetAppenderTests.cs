using System.Collections.Concurrent;
using System.Collections.Immutable;
using FluentAssertions.Extensions;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Catalogue;
using ShipmentTracker.History.Tests.Support;
using ShipmentTracker.History.Views;
using Weasel.Core;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

/// <summary>What one statement writes is what Marten would have written in many.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SetAppenderTests(PostgresFixture postgres)
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Its_rows_are_those_that_Marten_writes()
    {
        await using var ours = await postgres.NewHistory();
        await using var martens = await postgres.NewHistory();
        var assets = EventSamples.All.Values.Where(e => e is AssetEvent).ToImmutableArray();
        var shipments = EventSamples.All.Values.Where(e => e is ShipmentEvent).ToImmutableArray();
        foreach (var group in new StreamAppend[][]
        {
            [new("vehicle/29H81234", 0, assets), new("shipment/2026-000123", 0, shipments)],
            [new("vehicle/29H81234", assets.Length, [assets[0], assets[1]]), new("seal/VN1", 0, [assets[0]])],
        })
        {
            await Appender(ours).Append(group, None);
            await AppendAsMarten(martens, group);
        }

        var (mine, expected) = (await Rows(ours, "mt_events", "seq_id", "id"), await Rows(martens, "mt_events", "seq_id", "id"));
        mine.Should().HaveCount(assets.Length + shipments.Length + 3).And.Equal(expected);
        (await Rows(ours, "mt_streams", "id", "timestamp", "created")).Should().Equal(await Rows(martens, "mt_streams", "id", "timestamp", "created"));
        (await Ask<long>(ours, "select count(distinct id) from history.mt_events")).Should().Be(mine.Count);
    }

    [Fact]
    public async Task Marten_reads_them_as_its_own()
    {
        await using var history = await postgres.NewHistory();
        var registered = (ShipmentRegistered)EventSamples.All[EventNames.ShipmentRegistered];
        var departed = (ShipmentDeparted)EventSamples.All[EventNames.ShipmentDeparted];
        await Appender(history).Append([new("shipment/2026-000123", 0, [registered]), new("vehicle/A", 0, [Readings(2, Fix(1))])], None);
        await Appender(history).Append([new("shipment/2026-000123", 1, [departed])], None);

        await using var session = history.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var events = await session.Events.FetchStreamAsync("shipment/2026-000123");
        events.Select(e => (e.Version, e.EventTypeName)).Should().Equal((1, EventNames.ShipmentRegistered), (2, EventNames.ShipmentDeparted));
        events.Select(e => e.Data).Should().BeEquivalentTo(new object[] { registered, departed }, o => o.RespectingRuntimeTypes().ComparingRecordsByMembers());
        events.Select(e => e.Timestamp).Should().Equal(registered.RecordedAt, departed.RecordedAt);
        (await session.Events.FetchStreamStateAsync("shipment/2026-000123"))!.Version.Should().Be(2);
        (await session.Events.AggregateStreamAsync<ShipmentView>("shipment/2026-000123"))!.Version.Should().Be(2);
        await Eventually.Get(() => history.Queries.Shipments(new ShipmentFilter(), null, 10, None), page => page.Items is [{ Version: 2 }]);

        // And whoever appends through it goes on where we stopped.
        session.Events.Append("vehicle/A", 2, Readings(3, Fix(2)));
        await session.SaveChangesAsync();
        (await Appender(history).Append([new("vehicle/A", 2, [Readings(4, Fix(3))])], None)).Should().BeEmpty();
        (await history.Log.All("vehicle/A")).Select(e => e.Version).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Those_at_another_version_are_named_and_take_no_place_in_the_sequence()
    {
        await using var history = await postgres.NewHistory();
        await Appender(history).Append([new("vehicle/A", 0, [Readings(2, Fix(1))]), new("vehicle/B", 0, [Readings(2, Fix(1)), Raised("b1", 1, 2)])], None);

        var stale = await Appender(history).Append(
            [
                new("vehicle/new", 0, [Readings(2, Fix(1))]),
                new("vehicle/A", 0, [Readings(3, Fix(2)), Raised("a0", 1, 2)]),
                new("vehicle/B", 1, [Readings(3, Fix(2))]),
                new("vehicle/never", 3, [Readings(3, Fix(2))]),
                new("vehicle/other", 0, [Readings(2, Fix(1)), Raised("o1", 1, 2)]),
            ],
            None);
        stale.Should().BeEquivalentTo([1, 2, 3]);
        (await Appender(history).Append([new("vehicle/A", 9, [Raised("a9", 1, 2)]), new("vehicle/never", 1, [Raised("n1", 1, 2)])], None)).Should().BeEquivalentTo([0, 1]);
        await Appender(history).Append([new("vehicle/B", 2, [Raised("b2", 1, 2)])], None);

        (await Ask<string>(history, "select string_agg(stream_id || ' ' || version, ', ' order by seq_id) from history.mt_events")).Should().Be(
            "vehicle/A 1, vehicle/B 1, vehicle/B 2, vehicle/new 1, vehicle/other 1, vehicle/other 2, vehicle/B 3");
        (await Ask<string>(history, "select string_agg(id || ' ' || version, ', ' order by id) from history.mt_streams"))
            .Should().Be("vehicle/A 1, vehicle/B 3, vehicle/new 1, vehicle/other 2");

        // What follows the events never comes to a gap.
        await Eventually.Get(() => history.Queries.Alert("b2", None), a => a is not null);
        await ShouldHaveNoGap(history);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_append_of_a_stream_waits_for_another_that_is_under_way(bool committed)
    {
        await using var history = await postgres.NewHistory();
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var other = await database.OpenConnectionAsync();
        await using var under = await other.BeginTransactionAsync();
        await Execute(other, "insert into history.mt_streams (id, version) values ('vehicle/A', 1)");

        var append = Appender(history).Append([new("vehicle/0", 0, [Readings(2, Fix(1))]), new("vehicle/A", 0, [Readings(2, Fix(1))])], None);
        await SomebodyWaits(database);
        append.IsCompleted.Should().BeFalse();
        await (committed ? under.CommitAsync() : under.RollbackAsync());

        (await append.WaitAsync(10.Seconds())).Should().BeEquivalentTo(committed ? [1] : Array.Empty<int>());
        (await history.Log.All("vehicle/A")).Should().HaveCount(committed ? 0 : 1);
        (await history.Log.All("vehicle/0")).Should().HaveCount(1);
        await ShouldHaveNoGap(history);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_append_waits_for_another_that_is_under_way(bool committed)
    {
        await using var history = await postgres.NewHistory();
        await Appender(history).Append([new("vehicle/A", 0, [Readings(2, Fix(1))])], None);
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var other = await database.OpenConnectionAsync();
        await using var under = await other.BeginTransactionAsync();
        await Execute(other, "update history.mt_streams set version = 2 where id = 'vehicle/A'");

        var append = Appender(history).Append([new("vehicle/A", 1, [Readings(3, Fix(2))])], None);
        await SomebodyWaits(database);
        await (committed ? under.CommitAsync() : under.RollbackAsync());

        (await append.WaitAsync(10.Seconds())).Should().BeEquivalentTo(committed ? [0] : Array.Empty<int>());
        (await history.Log.All("vehicle/A")).Should().HaveCount(committed ? 1 : 2);
    }

    [Fact]
    public async Task Many_writers_of_the_same_streams_never_wait_in_a_circle()
    {
        const int Streams = 30;
        await using var history = await postgres.NewHistory();
        var known = new long[Streams];
        var (durable, refused) = (new ConcurrentBag<int>(), 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 40; round++)
            {
                var order = Enumerable.Range(0, Streams).ToArray();
                random.Shuffle(order);
                var picked = order.Take(20).Select(s => (Stream: s, Expected: Volatile.Read(ref known[s]))).ToList();
                var stale = await Appender(history).Append([.. picked.Select(p => new StreamAppend($"vehicle/{p.Stream}", p.Expected, [Readings(p.Expected + 1, Fix(1))]))], None);
                Interlocked.Add(ref refused, stale.Count);
                foreach (var (stream, expected) in picked.Where((_, i) => !stale.Contains(i)))
                {
                    durable.Add(stream);
                    Volatile.Write(ref known[stream], expected + 1);
                }
            }
        }))).WaitAsync(60.Seconds());

        refused.Should().BePositive("they are to meet each other");
        for (var s = 0; s < Streams; s++)
            (await history.Log.All($"vehicle/{s}")).Select(e => e.Event.RecordedAt).Should().Equal(Enumerable.Range(1, durable.Count(d => d == s)).Select(n => T(n)));
        await ShouldHaveNoGap(history);
    }

    [Fact]
    public async Task Thousands_go_together_and_large_ones_too()
    {
        await using var history = await postgres.NewHistory();
        var large = Readings(40_000, [.. Enumerable.Range(0, 30_000).Select(i => Fix(i, lat: 21 + (i / 1e6)))]);
        StreamAppend[] group = [.. Enumerable.Range(0, 5_000).Select(i => new StreamAppend($"vehicle/{i}", 0, [Readings(2, Fix(1))])), new("vehicle/large", 0, [large])];
        (await Appender(history).Append(group, None)).Should().BeEmpty();
        (await Appender(history).Append([.. group.Select((a, i) => a with { ExpectedVersion = i % 2 })], None)).Should().HaveCount(2_501);

        (await Ask<long>(history, "select count(*) from history.mt_events")).Should().Be(5_001 + 2_500);
        (await history.Log.All("vehicle/4999")).Should().HaveCount(2);
        ((ReadingsRecorded)(await history.Log.All("vehicle/large")).Single().Event).Readings.Should().Equal(large.Readings);
        await ShouldHaveNoGap(history);
    }

    [Fact]
    public async Task What_the_server_refuses_leaves_nothing_of_its_group()
    {
        await using var history = await postgres.NewHistory();
        await Appender(history).Append([new("vehicle/A", 0, [Readings(2, Fix(1))]), new("vehicle/B", 0, [Readings(2, Fix(1))])], None);
        await Ask<int>(history, "update history.mt_streams set is_archived = true where id = 'vehicle/B' returning 1");

        var refused = (await FluentActions.Awaiting(() => Appender(history).Append(
            [new("vehicle/A", 1, [Readings(3, Fix(2))]), new("vehicle/B", 1, [Readings(3, Fix(2))]), new("vehicle/C", 0, [Readings(3, Fix(2))])], None))
            .Should().ThrowAsync<PostgresException>()).Which;

        refused.SqlState.Should().Be("MT001");
        WriteFailures.NothingWritten(refused).Should().BeTrue();
        (await Ask<long>(history, "select count(*) from history.mt_events")).Should().Be(2);
        (await Ask<long>(history, "select sum(version)::bigint from history.mt_streams")).Should().Be(2);
        await ShouldHaveNoGap(history);
    }

    [Fact]
    public async Task When_the_connection_breaks_it_is_not_claimed_that_nothing_was_written()
    {
        await using var history = await postgres.NewHistory();
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var other = await database.OpenConnectionAsync();
        await using var under = await other.BeginTransactionAsync();
        await Execute(other, "insert into history.mt_streams (id, version) values ('vehicle/A', 1)");
        var append = Appender(history).Append([new("vehicle/A", 0, [Readings(2, Fix(1))])], None);
        await SomebodyWaits(database);

        await Execute(other, "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");

        WriteFailures.NothingWritten((await FluentActions.Awaiting(() => append.WaitAsync(10.Seconds())).Should().ThrowAsync<NpgsqlException>()).Which).Should().BeFalse();
        await under.RollbackAsync();
        (await Appender(history).Append([new("vehicle/A", 0, [Readings(2, Fix(1))])], None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_follows_the_events_is_woken_for_all_but_readings()
    {
        await using var history = await postgres.NewHistory();
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var listening = await database.OpenConnectionAsync();
        var heard = new ConcurrentQueue<string>();
        listening.Notification += (_, e) => heard.Enqueue(e.Channel);
        await Execute(listening, "listen mt_events_appended; listen end_of_test");

        await Appender(history).Append([new("vehicle/A", 0, [Readings(2, Fix(1))]), new("vehicle/B", 0, [Readings(2, Fix(1))])], None);
        await Appender(history).Append([new("vehicle/A", 1, [Readings(3, Fix(2))]), new("vehicle/B", 1, [Readings(2, Fix(1)), Raised("b1", 1, 2)])], None);
        await Appender(history).Append([new("vehicle/A", 2, [Readings(4, Fix(3))])], None);
        await Ask<int>(history, "select 1 from pg_notify('end_of_test', '')");
        while (!heard.Contains("end_of_test"))
            (await listening.WaitAsync(10.Seconds())).Should().BeTrue();

        heard.Should().Equal("mt_events_appended", "end_of_test");
    }

    [Fact]
    public async Task The_function_is_part_of_the_schema_and_is_brought_up_to_date()
    {
        await using var history = await postgres.NewHistory();
        var schema = history.Services.GetRequiredService<IDocumentStore>().Storage.Database;
        (await schema.CreateMigrationAsync()).Difference.Should().Be(SchemaPatchDifference.None);

        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using (var definition = database.CreateCommand("select replace(pg_get_functiondef('history.append_events'::regproc), 'stale is null', 'true')"))
        await using (var older = database.CreateCommand((string)(await definition.ExecuteScalarAsync())!))
            await older.ExecuteNonQueryAsync();
        (await schema.CreateMigrationAsync()).Difference.Should().Be(SchemaPatchDifference.Update);

        await using var restarted = await TestHistory.Start(history.ConnectionString);
        (await schema.CreateMigrationAsync()).Difference.Should().Be(SchemaPatchDifference.None);
    }

    static IAppender Appender(TestHistory history) => history.Services.GetRequiredService<IAppender>();

    static async Task AppendAsMarten(TestHistory history, IEnumerable<StreamAppend> appends)
    {
        await using var session = history.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        foreach (var (stream, expected, events) in appends)
            session.Events.Append(stream, expected + events.Length, [.. events.Select(e => Wrapped(session, e))]);
        await session.SaveChangesAsync();
    }

    static object Wrapped(IDocumentSession session, DomainEvent @event)
    {
        var wrapped = session.Events.BuildEvent(@event);
        wrapped.Timestamp = @event.RecordedAt;
        return wrapped;
    }

    /// <summary>Every column of every row, but some.</summary>
    static async Task<List<string>> Rows(TestHistory history, string table, string order, params string[] without)
    {
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var ask = database.CreateCommand($"select (to_jsonb(t) - $1)::text from history.{table} t order by {order}");
        ask.Parameters.AddWithValue(without);
        await using var reader = await ask.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    static async Task ShouldHaveNoGap(TestHistory history)
    {
        (await Ask<bool>(history, "select count(*) = max(seq_id) and max(seq_id) = (select last_value from history.mt_events_sequence) from history.mt_events")).Should().BeTrue();
        (await Ask<long>(history, "select count(*) from history.mt_high_water_skips")).Should().Be(0);
    }

    static Task<bool> SomebodyWaits(NpgsqlDataSource database) => Eventually.Get(
        async () =>
        {
            await using var ask = database.CreateCommand("select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())");
            return (bool)(await ask.ExecuteScalarAsync())!;
        },
        waits => waits);

    static async Task<T> Ask<T>(TestHistory history, string sql)
    {
        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var ask = database.CreateCommand(sql);
        return (T)(await ask.ExecuteScalarAsync())!;
    }

    static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
