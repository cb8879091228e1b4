using System.Diagnostics;
using FluentAssertions.Extensions;
using Npgsql;
using ShipmentTracker.Cli.Stack.Postgres;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

/// <summary>The server goes away and comes back; these have one of their own.</summary>
#pragma warning disable CA1001 // Disposed by xUnit through IAsyncLifetime.
public sealed class DatabaseAwayTests : IAsyncLifetime
#pragma warning restore CA1001
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "shiptrack-history-" + Guid.NewGuid().ToString("N"));
    readonly PrivatePostgres server;

    public DatabaseAwayTests()
    {
        server = new PrivatePostgres(folder);
    }

    public async Task InitializeAsync()
    {
        await server.StartAsync();
        await server.CreateDatabaseAsync("history");
    }

    public async Task DisposeAsync()
    {
        await server.DeleteAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_commits_everything_acknowledged_is_there_exactly_once()
    {
        const int Streams = 60;
        await using var history = await TestHistory.Start(server.ConnectionString("history"));
        var (acknowledged, unknown) = (new int[Streams], 0);
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Streams).Select(s => Task.Run(async () =>
        {
            var version = 0L;
            while (!enough.IsCancellationRequested)
            {
                try
                {
                    await history.Journal.Append($"vehicle/{s}", version, Readings(version + 1, Fix(version)));
                    version++;
                    Interlocked.Increment(ref acknowledged[s]);
                }
                catch (JournalException)
                {
                    // Nobody else writes here: were it written and we told that it is stale, the test would fail. Ask, and go on from there.
                    Interlocked.Increment(ref unknown);
                    version = await VersionOf(history, $"vehicle/{s}");
                }
            }
        })).ToList();

        for (var kill = 0; kill < 3; kill++)
        {
            var before = acknowledged.Sum();
            await Eventually.Get(() => Task.FromResult(acknowledged.Sum()), n => n > before + 500);
            await server.KillAsync();
            await server.StartAsync();
        }

        await enough.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(60.Seconds());
        unknown.Should().BePositive();
        for (var s = 0; s < Streams; s++)
        {
            var events = await history.Log.All($"vehicle/{s}");
            events.Count.Should().BeGreaterThanOrEqualTo(acknowledged[s]);

            // Each writer numbers what it writes: nothing twice, nothing left out.
            events.Select(e => e.Event.RecordedAt).Should().Equal(Enumerable.Range(1, events.Count).Select(n => T(n)));
        }

        // Commits that never were have left gaps in the sequence; what follows the history gets over them, and misses nothing that was committed around them.
        await history.Journal.Append("vehicle/29H81234", 0, Raised("a1", 1, 2));
        await Eventually.Get(() => history.Queries.Alert("a1", CancellationToken.None), a => a is not null);
    }

    [Fact]
    public async Task While_it_is_away_appends_fail_at_once_and_what_follows_the_history_comes_back_by_itself()
    {
        await using var history = await TestHistory.Start(server.ConnectionString("history"));
        await history.Journal.Append("vehicle/29H81234", 0, Raised("a1", 1, 2));
        await Eventually.Get(() => history.Queries.Alert("a1", CancellationToken.None), a => a is not null);
        await server.StopAsync();

        var waited = Stopwatch.StartNew();
        var appends = Enumerable.Range(0, 20).Select(i => history.Journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))).ToList();
        foreach (var append in appends)
            await FluentActions.Awaiting(() => append).Should().ThrowAsync<JournalException>();
        waited.Elapsed.Should().BeLessThan(10.Seconds());

        await server.StartAsync();
        await Eventually.Get(() => VersionOf(history, "vehicle/29H81234"), v => v == 1);
        await history.Journal.Append("vehicle/29H81234", 1, Raised("a2", 1, 3));
        await Eventually.Get(() => history.Queries.Alert("a2", CancellationToken.None), a => a is not null);
    }

    [Fact]
    public async Task A_start_waits_for_the_database()
    {
        await server.StopAsync();
        var starting = TestHistory.Start(server.ConnectionString("history"));
        await server.StartAsync();
        await using var history = await starting.WaitAsync(60.Seconds());
        await history.Journal.Append("vehicle/29H81234", 0, Readings(2, Fix(1)));
    }

    [Fact]
    public async Task Silos_that_start_at_once_make_the_schema_once()
    {
        var both = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestHistory.Start(server.ConnectionString("history")))).WaitAsync(90.Seconds());
        await both[0].Journal.Append("vehicle/29H81234", 0, Readings(2, Fix(1)));
        await both[2].Journal.Append("vehicle/29H81234", 1, Readings(2, Fix(1)));
        foreach (var one in both)
            await one.DisposeAsync();
    }

    static async Task<long> VersionOf(TestHistory history, string stream)
    {
        while (true)
        {
            try
            {
                return (await history.Log.All(stream)) is [.., var last] ? last.Version : 0;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                await Task.Delay(20);
            }
        }
    }
}
