using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.History.Dispatch;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class AlertDispatchTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_sink_is_told_in_order_of_each_alert_as_it_stood()
    {
        var sink = new Sink();
        await using var history = await postgres.NewHistory(With(sink));
        await history.Journal.Append("vehicle/29H81234", 0, Readings(2, Fix(1)), Raised("a1", 1, 2));
        await history.Journal.Append("seal/VN1", 0, Raised("b1", 1, 3));
        await history.Journal.Append(
            "vehicle/29H81234", 2, new AlertAcknowledged(T(4), T(4), "a1", "officer", null), new AlertCleared(T(5), T(5), "a1", false, false, "back"));

        await Eventually.Get(() => Task.FromResult(sink.Told.Count), n => n >= 4);

        sink.Told.Select(n => (n.Id, n.Alert.Id, n.Alert.Status)).Should().Equal(
            ("vehicle/29H81234/2", "a1", AlertStatus.Open), ("seal/VN1/1", "b1", AlertStatus.Open),
            ("vehicle/29H81234/3", "a1", AlertStatus.Acknowledged), ("vehicle/29H81234/4", "a1", AlertStatus.Cleared));
        sink.Told.Select(n => n.Sequence).Should().BeInAscendingOrder();
        sink.Told.First().Event.Should().BeOfType<AlertRaised>();
    }

    [Fact]
    public async Task A_sink_that_fails_is_tried_again_and_misses_nothing()
    {
        var sink = new Sink { Failures = 3 };
        await using var history = await postgres.NewHistory(With(sink));
        await history.Journal.Append("vehicle/29H81234", 0, Raised("a1", 1, 2), Raised("a2", 2, 3));

        await Eventually.Get(() => Task.FromResult(sink.Told.Count), n => n >= 2);

        sink.Told.Select(n => n.Alert.Id).Should().Equal("a1", "a2");
        sink.Failures.Should().Be(0);
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_stopped()
    {
        var before = new Sink();
        await using var first = await postgres.NewHistory(With(before));
        await first.Journal.Append("vehicle/29H81234", 0, Raised("a1", 1, 2));
        await Eventually.Get(() => Task.FromResult(before.Told.Count), n => n == 1);
        await ProgressReaches(first, 1);

        // What the sink does not take before the stop comes after it.
        before.Failures = int.MaxValue;
        await first.Journal.Append("vehicle/29H81234", 1, new AlertAcknowledged(T(4), T(4), "a1", "officer", null));
        await Eventually.Get(() => Task.FromResult(before.Failures), n => n < int.MaxValue);
        await first.DisposeAsync();

        var after = new Sink();
        await using var second = await TestHistory.Start(first.ConnectionString, With(after));
        await second.Journal.Append("vehicle/29H81234", 2, new AlertClosed(T(6), T(6), "a1", "officer", null));
        await Eventually.Get(() => Task.FromResult(after.Told.Count), n => n >= 2);

        after.Told.Select(n => (n.Id, n.Alert.Status)).Should().Equal(
            ("vehicle/29H81234/2", AlertStatus.Acknowledged), ("vehicle/29H81234/3", AlertStatus.Closed));
    }

    [Fact]
    public async Task Of_two_silos_one_dispatches()
    {
        var (one, other) = (new Sink(), new Sink());
        await using var first = await postgres.NewHistory(With(one));
        await using var second = await TestHistory.Start(first.ConnectionString, With(other));
        for (var i = 0; i < 20; i++)
            await (i % 2 == 0 ? first : second).Journal.Append("vehicle/29H81234", i, Raised($"a{i}", i, i));

        await Eventually.Get(() => Task.FromResult(one.Told.Count + other.Told.Count), n => n >= 20);

        one.Told.Concat(other.Told).Select(n => n.Alert.Id).Should().OnlyHaveUniqueItems();
    }

    static Action<TestHistoryOptions> With(Sink sink) => o => o.Services = s =>
    {
        s.AddSingleton<IAlertSink>(sink);
        s.Configure<DispatchOptions>(d => d.FirstPause = d.LongestPause = TimeSpan.FromMilliseconds(20));
    };

    static async Task ProgressReaches(TestHistory history, long sequence)
    {
        await using var database = Npgsql.NpgsqlDataSource.Create(history.ConnectionString);
        await Eventually.Get(
            async () =>
            {
                await using var ask = database.CreateCommand("select coalesce(max(last_seq_id), 0) from history.mt_event_progression where name like 'alerts-to-test%'");
                return (long)(await ask.ExecuteScalarAsync())!;
            },
            n => n >= sequence);
    }

    sealed class Sink : IAlertSink
    {
        public ConcurrentQueue<AlertNotice> Told { get; } = new();

        public volatile int Failures;

        public string Name => "test";

        public Task Deliver(ImmutableArray<AlertNotice> notices, CancellationToken cancellationToken)
        {
            if (Failures > 0)
            {
                Failures--;
                throw new TimeoutException("the receiver is away");
            }

            foreach (var notice in notices)
                Told.Enqueue(notice);
            return Task.CompletedTask;
        }
    }
}
