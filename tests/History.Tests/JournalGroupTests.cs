using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FluentAssertions.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Journaling;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

/// <summary>How the journal groups, over an appender that does as it is told.</summary>
public sealed class JournalGroupTests
{
    readonly Appender appender = new();

    [Fact]
    public async Task What_comes_while_a_commit_is_under_way_goes_together_into_the_next()
    {
        await using var journal = Journal();
        appender.Hold();
        var first = journal.Append("vehicle/0", 0, Readings(2, Fix(1)));
        await appender.Begun(1);
        var others = Enumerable.Range(1, 50).Select(i => journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))).ToList();
        appender.Release();
        await Task.WhenAll([first, .. others]).WaitAsync(10.Seconds());

        appender.Groups.Select(g => g.Count).Should().Equal(1, 50);
    }

    [Fact]
    public async Task A_group_has_an_end()
    {
        await using var journal = Journal(o => (o.MaxAppendsPerGroup, o.MaxReadingsPerGroup) = (10, 25));
        appender.Hold();
        var all = new List<Task> { journal.Append("vehicle/X", 0, Readings(2, Fix(1))) };
        await appender.Begun(1);
        all.AddRange(Enumerable.Range(0, 12).Select(i => journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))));
        all.AddRange(Enumerable.Range(12, 3).Select(i => journal.Append($"vehicle/{i}", 0, Readings(40, [.. Enumerable.Range(0, 20).Select(n => Fix(n))]))));
        appender.Release();
        await Task.WhenAll(all).WaitAsync(10.Seconds());

        appender.Groups.Select(g => g.Count).Should().Equal(1, 10, 3, 1, 1);
    }

    [Fact]
    public async Task Seals_do_not_wait_behind_positions()
    {
        await using var journal = Journal();
        appender.Hold(stream => stream.StartsWith("vehicle", StringComparison.Ordinal));
        var position = journal.Append("vehicle/1", 0, Readings(2, Fix(1)));
        await appender.Begun(1);

        await journal.Append("seal/1", 0, [Readings(2, Fix(1))], JournalLane.Express, CancellationToken.None).WaitAsync(10.Seconds());

        position.IsCompleted.Should().BeFalse();
        appender.Release();
        await position.WaitAsync(10.Seconds());
    }

    [Fact]
    public async Task One_that_cannot_be_written_does_not_keep_the_others_out()
    {
        await using var journal = Journal();
        appender.Fail = g => g.Any(a => a.Stream == "vehicle/bad") ? new PostgresException("no such text", "ERROR", "ERROR", "22P05") : null;
        appender.Hold();
        var first = journal.Append("vehicle/0", 0, Readings(2, Fix(1)));
        await appender.Begun(1);
        var good = Enumerable.Range(1, 5).Select(i => journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))).ToList();
        var bad = journal.Append("vehicle/bad", 0, Readings(2, Fix(1)));
        appender.Release();

        await Task.WhenAll([first, .. good]).WaitAsync(10.Seconds());
        (await FluentActions.Awaiting(() => bad).Should().ThrowAsync<JournalException>()).WithInnerException<PostgresException>();
    }

    [Fact]
    public async Task When_the_outcome_is_unknown_nobody_is_told_that_they_are_stale_and_nothing_is_written_twice()
    {
        await using var journal = Journal();
        appender.Fail = _ => new NpgsqlException("the connection broke");
        appender.Hold();
        var all = new List<Task> { journal.Append("vehicle/0", 0, Readings(2, Fix(1))) };
        await appender.Begun(1);
        all.AddRange(Enumerable.Range(1, 5).Select(i => journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))));
        appender.Release();

        foreach (var one in all)
            await FluentActions.Awaiting(() => one.WaitAsync(10.Seconds())).Should().ThrowAsync<JournalException>();
        appender.Groups.Select(g => g.Count).Should().Equal(1, 5);
    }

    [Fact]
    public async Task An_append_given_up_while_it_waits_is_not_written()
    {
        await using var journal = Journal();
        appender.Hold();
        var first = journal.Append("vehicle/0", 0, Readings(2, Fix(1)));
        await appender.Begun(1);
        using var patience = new CancellationTokenSource();
        var waiting = journal.Append("vehicle/1", 0, [Readings(2, Fix(1))], JournalLane.Bulk, patience.Token);
        await patience.CancelAsync();
        await FluentActions.Awaiting(() => waiting.WaitAsync(10.Seconds())).Should().ThrowAsync<OperationCanceledException>();
        appender.Release();
        await first.WaitAsync(10.Seconds());
        await journal.Append("vehicle/2", 0, Readings(2, Fix(1))).WaitAsync(10.Seconds());

        appender.Groups.SelectMany(g => g).Select(a => a.Stream).Should().Equal("vehicle/0", "vehicle/2");
    }

    [Fact]
    public async Task An_append_that_is_being_written_is_awaited_whatever_its_caller_wants()
    {
        await using var journal = Journal();
        appender.Hold();
        using var patience = new CancellationTokenSource();
        var append = journal.Append("vehicle/0", 0, [Readings(2, Fix(1))], JournalLane.Bulk, patience.Token);
        await appender.Begun(1);
        await patience.CancelAsync();
        append.IsCompleted.Should().BeFalse();
        appender.Release();
        await append.WaitAsync(10.Seconds());
    }

    [Fact]
    public async Task At_the_end_what_waits_is_written_and_what_comes_later_is_refused()
    {
        var journal = Journal();
        appender.Hold();
        var all = Enumerable.Range(0, 100).Select(i => journal.Append($"vehicle/{i}", 0, Readings(2, Fix(1)))).ToList();
        var end = journal.DisposeAsync();
        appender.Release();
        await end.AsTask().WaitAsync(10.Seconds());

        await Task.WhenAll(all).WaitAsync(10.Seconds());
        await FluentActions.Awaiting(() => journal.Append("vehicle/A", 0, Readings(2, Fix(1)))).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Nothing_is_lost_or_left_waiting_under_a_storm()
    {
        await using var journal = Journal(o => (o.Capacity, o.MaxAppendsPerGroup, o.BulkWriters) = (8, 5, 2));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(s => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await journal.Append($"vehicle/{s}", i, Readings(2, Fix(1)));
        }))).WaitAsync(60.Seconds());

        appender.Groups.SelectMany(g => g).GroupBy(a => a.Stream).Should().HaveCount(40)
            .And.OnlyContain(g => g.Select(a => a.ExpectedVersion).SequenceEqual(Enumerable.Range(0, 100).Select(i => (long)i)));
    }

    Journal Journal(Action<JournalOptions>? configure = null)
    {
        var options = new JournalOptions { BulkWriters = 1 };
        configure?.Invoke(options);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new Journal(appender, Options.Create(options), new JournalMetrics(meters), TimeProvider.System, NullLogger<Journal>.Instance);
    }

    sealed class Appender : IAppender
    {
        readonly ConcurrentQueue<IReadOnlyList<StreamAppend>> groups = new();
        Func<string, bool> holds = _ => false;
        TaskCompletionSource released = new();
        int begun;

        public IReadOnlyList<IReadOnlyList<StreamAppend>> Groups => [.. groups];

        public Func<IReadOnlyList<StreamAppend>, Exception?> Fail { get; set; } = _ => null;

        public void Hold(Func<string, bool>? which = null) => (holds, released) = (which ?? (_ => true), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        public void Release() => released.SetResult();

        public Task<int> Begun(int count) => Eventually.Get(() => Task.FromResult(Volatile.Read(ref begun)), n => n >= count);

        public async Task<IReadOnlySet<int>> Append(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken)
        {
            groups.Enqueue(appends);
            Interlocked.Increment(ref begun);
            if (appends.Any(a => holds(a.Stream)))
                await released.Task;
            return Fail(appends) is { } failure ? throw failure : new HashSet<int>();
        }
    }
}
