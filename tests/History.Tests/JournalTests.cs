using FluentAssertions.Extensions;
using Npgsql;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class JournalTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_is_appended_is_read_back_in_order()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/A", 0, Readings(2, Fix(1)), Raised("a1", 1, 2));
        await history.Journal.Append("vehicle/A", 2, Readings(4, Fix(3)));

        var events = await history.Log.All("vehicle/A");

        events.Select(e => e.Version).Should().Equal(1, 2, 3);
        events.Select(e => e.Event.GetType()).Should().Equal(typeof(ReadingsRecorded), typeof(AlertRaised), typeof(ReadingsRecorded));
        ((ReadingsRecorded)events[0].Event).Readings.Should().Equal(Fix(1));
        (await history.Log.All("vehicle/A", 2)).Should().ContainSingle().Which.Version.Should().Be(3);
    }

    [Fact]
    public async Task The_time_of_an_event_in_the_store_is_when_it_was_recorded()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/A", 0, Readings(-5000, Fix(-6000)));

        await using var database = NpgsqlDataSource.Create(history.ConnectionString);
        await using var ask = database.CreateCommand("select timestamp, type, version, seq_id from history.mt_events");
        await using var reader = await ask.ExecuteReaderAsync();
        await reader.ReadAsync();
        reader.GetFieldValue<DateTimeOffset>(0).Should().Be(T(-5000));
        reader.GetString(1).Should().Be("readings_recorded");
        reader.GetDataTypeName(2).Should().Be("bigint");
        reader.GetDataTypeName(3).Should().Be("bigint");
    }

    [Fact]
    public async Task A_stale_append_writes_nothing()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/A", 0, Readings(2, Fix(1)));

        foreach (var wrong in new[] { 0L, 2, 7 })
            await FluentActions.Awaiting(() => history.Journal.Append("vehicle/A", wrong, Readings(3, Fix(2)))).Should().ThrowAsync<StaleVersionException>();

        (await history.Log.All("vehicle/A")).Should().HaveCount(1);
    }

    [Fact]
    public async Task Stale_appends_do_not_fail_the_others_of_their_group()
    {
        await using var history = await postgres.NewHistory(o => o.Journal = j => j.BulkWriters = 1);
        await history.Journal.Append("vehicle/S1", 0, Readings(2, Fix(1)));
        await history.Journal.Append("vehicle/S2", 0, Readings(2, Fix(1)));

        var appends = Enumerable.Range(0, 100).Select(i => history.Journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))).ToList();
        var stale = new[] { "S1", "S2" }.Select(s => history.Journal.Append($"vehicle/{s}", 0, Readings(3, Fix(2)))).ToList();
        appends.AddRange(Enumerable.Range(100, 100).Select(i => history.Journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))));

        await Task.WhenAll(appends).WaitAsync(30.Seconds());
        foreach (var one in stale)
            await FluentActions.Awaiting(() => one).Should().ThrowAsync<StaleVersionException>();
        for (var i = 0; i < 200; i++)
            (await history.Log.All($"vehicle/{i}")).Should().HaveCount(1);
    }

    [Fact]
    public async Task What_cannot_be_stored_fails_alone_and_what_need_not_fail_is_stored()
    {
        await using var history = await postgres.NewHistory(o => o.Journal = j => j.BulkWriters = 1);
        var good = Enumerable.Range(0, 20).Select(i => history.Journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))).ToList();
        var bad = history.Journal.Append("vehicle/bad", 0, Readings(2, Fix(1, lat: double.NaN)));
        var odd = history.Journal.Append("seal/odd", 0, Readings(2, new SealSample { At = T(1), Event = SealEvent.Sealed, Operator = "a\0b" }));

        await Task.WhenAll([odd, .. good]).WaitAsync(30.Seconds());
        await FluentActions.Awaiting(() => bad.WaitAsync(30.Seconds())).Should().ThrowAsync<JournalException>();
        (await history.Log.All("vehicle/bad")).Should().BeEmpty();
        ((ReadingsRecorded)(await history.Log.All("seal/odd")).Single().Event).Readings.Single().Should().BeOfType<SealSample>().Which.Operator.Should().Be("a\uFFFDb");
    }

    [Fact]
    public async Task Alerts_beside_a_stale_append_are_listed_all_the_same()
    {
        await using var history = await postgres.NewHistory(o => o.Journal = j => j.BulkWriters = 1);
        await history.Journal.Append("vehicle/M", 0, Readings(2, Fix(1)));

        var alerts = Enumerable.Range(0, 40).Select(i => history.Journal.Append($"vehicle/{(i < 20 ? 'A' : 'Z')}{i}", 0, Raised($"a{i}", 1, 2))).ToList();
        await FluentActions.Awaiting(() => history.Journal.Append("vehicle/M", 0, Readings(3, Fix(2)))).Should().ThrowAsync<StaleVersionException>();
        await Task.WhenAll(alerts).WaitAsync(30.Seconds());

        // The group that was rolled back has taken places in the sequence that stay empty.
        (await Eventually.Get(
            async () => (await history.Queries.Alerts(new AlertFilter(), null, 100, CancellationToken.None)).Items, a => a.Length >= 40))
            .Select(a => a.Id).Should().BeEquivalentTo(Enumerable.Range(0, 40).Select(i => $"a{i}"));
    }

    [Fact]
    public async Task Appends_to_one_stream_follow_each_other_though_they_come_together()
    {
        await using var history = await postgres.NewHistory();
        var appends = Enumerable.Range(0, 50).Select(i => history.Journal.Append("vehicle/A", i, Readings(i + 1, Fix(i)))).ToList();
        await Task.WhenAll(appends).WaitAsync(30.Seconds());

        (await history.Log.All("vehicle/A")).Select(e => e.Event.RecordedAt).Should().Equal(Enumerable.Range(0, 50).Select(i => T(i + 1)));
    }

    [Fact]
    public async Task Of_two_writers_with_the_same_expectation_one_is_told()
    {
        await using var one = await postgres.NewHistory();
        await using var other = await TestHistory.Start(one.ConnectionString);
        for (var round = 0; round < 20; round++)
        {
            var results = await Task.WhenAll(new[] { one, other }.Select(async h =>
            {
                try
                {
                    await h.Journal.Append($"vehicle/{round % 3}", round / 3, Readings(2, Fix(1)));
                    return true;
                }
                catch (StaleVersionException)
                {
                    return false;
                }
            }));
            results.Should().BeEquivalentTo([true, false], "round {0}", round);
        }
    }
}
