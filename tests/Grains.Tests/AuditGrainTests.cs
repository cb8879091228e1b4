using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Audit;

namespace ShipmentTracker.Grains.Tests;

public sealed class AuditGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Writes_beginning_and_end_into_the_stream_of_the_day()
    {
        var audit = cluster.Grains.GetGrain<IAuditGrain>("2026-11-22");
        await audit.Record([Begin("a")], default);
        await audit.Record([new EndNote { Act = "a", At = Now.AddSeconds(1), Status = 201, Made = "/x/1" }], default);

        var events = cluster.History.Stream("audit/2026-11-22");
        events.Select(e => e.GetType()).Should().Equal(typeof(ActBegun), typeof(ActEnded));
        events.Cast<AuditEvent>().Aggregate((Act?)null, AuditFold.Evolve).Should().BeEquivalentTo(
            new { Id = "a", At = Now, Status = 201, Made = "/x/1", EndedAt = Now.AddSeconds(1), By = new { Actor = "officer:Lan" } });
    }

    [Fact]
    public async Task Many_at_once_are_all_written_once()
    {
        var audit = cluster.Grains.GetGrain<IAuditGrain>("2026-11-23");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => audit.Record([Begin($"{i}")], default).AsTask()));
        cluster.History.Stream("audit/2026-11-23").Cast<ActBegun>().Select(e => e.Act).Should().BeEquivalentTo(Enumerable.Range(0, 300).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Whoever_could_not_be_written_down_is_told_and_the_next_one_is_written()
    {
        var audit = cluster.Grains.GetGrain<IAuditGrain>("2026-11-24");
        foreach (var fault in new[] { MemoryHistory.Fault.Away, MemoryHistory.Fault.AnswerLost })
        {
            cluster.History.FailNext("audit/2026-11-24", fault);
            await FluentActions.Awaiting(async () => await audit.Record([Begin($"{fault}")], default)).Should().ThrowAsync<TimeoutException>();
            await audit.Record([Begin($"after {fault}")], default);
        }

        cluster.History.Stream("audit/2026-11-24").Cast<ActBegun>().Select(e => e.Act).Should().Equal("after Away", "AnswerLost", "after AnswerLost");
    }

    [Fact]
    public async Task Whoever_comes_first_does_not_wait_for_those_who_come_after()
    {
        const string Day = "2026-11-25";
        var (first, second, secondIsWritten) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        cluster.History.BeforeAppend = (stream, version) =>
        {
            if (stream != "audit/" + Day)
                return Task.CompletedTask;
            if (version == 0)
                return first.Task;
            secondIsWritten.TrySetResult();
            return second.Task;
        };
        try
        {
            var audit = cluster.Grains.GetGrain<IAuditGrain>(Day);
            var one = audit.Record([Begin("one")], default).AsTask();
            var others = Enumerable.Range(0, 20).Select(i => audit.Record([Begin($"other {i}")], default).AsTask()).ToList();

            // Calls arrive in order: once another day has answered, the others wait behind the one.
            await cluster.Grains.GetGrain<IAuditGrain>("2026-11-26").Record([Begin("fence")], default);
            first.SetResult();
            await secondIsWritten.Task;

            await one.WaitAsync(TimeSpan.FromSeconds(10));
            others.Should().OnlyContain(t => !t.IsCompleted);
            second.SetResult();
            await Task.WhenAll(others);
        }
        finally
        {
            cluster.History.BeforeAppend = null;
            first.TrySetResult();
            second.TrySetResult();
        }
    }

    static BeginNote Begin(string act) => new() { Act = act, At = Now, By = new ActBy("officer:Lan", "k", Role.Officer, "CloseAlert", "/x", "127.0.0.1") };
}
