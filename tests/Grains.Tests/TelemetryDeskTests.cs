using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Grains.Ingest;

namespace ShipmentTracker.Grains.Tests;

public sealed class TelemetryDeskTests(Cluster cluster) : IClassFixture<Cluster>
{
    ITelemetryDeskGrain Desk => cluster.Grains.GetGrain<ITelemetryDeskGrain>(0);

    [Fact]
    public async Task A_repeat_gets_the_same_answer_and_writes_nothing()
    {
        var first = await Desk.Post(Post("k1", "a", "bad", "b"), default);
        var again = await Desk.Post(Post("k1", "a", "bad", "b"), default);

        first.Value!.Should().BeEquivalentTo(new { Accepted = 2, Errors = new[] { new ItemError(1, "bad") } });
        again.Value.Should().BeEquivalentTo(first.Value);
        cluster.Telemetry.Written.Count(w => w is "a" or "b").Should().Be(2);
    }

    [Fact]
    public async Task A_key_names_one_post_of_one_sender()
    {
        await Desk.Post(Post("k2", "c"), default);
        (await Desk.Post(Post("k2", "d"), default)).Rejection!.Kind.Should().Be(RejectionKind.Conflict);
        (await Desk.Post(Post("k2", "c") with { Credential = "another" }, default)).Value!.Accepted.Should().Be(1);
        cluster.Telemetry.Written.Count(w => w == "c").Should().Be(2);
        cluster.Telemetry.Written.Should().NotContain("d");
    }

    [Fact]
    public async Task Without_a_key_each_post_is_written()
    {
        for (var i = 0; i < 2; i++) await Desk.Post(Post(null, "e"), default);
        cluster.Telemetry.Written.Count(w => w == "e").Should().Be(2);
    }

    [Fact]
    public async Task What_was_not_acknowledged_can_be_repeated_under_its_key()
    {
        cluster.Telemetry.FailNext = true;
        await FluentActions.Awaiting(async () => await Desk.Post(Post("k3", "f"), default)).Should().ThrowAsync<TimeoutException>();
        (await Desk.Post(Post("k3", "f"), default)).Value!.Accepted.Should().Be(1);
    }

    static TelemetryPost Post(string? key, params string[] values) => new()
    {
        Credential = "gateway",
        IdempotencyKey = key,
        Items = [.. values.Select(v => new TelemetryItem(Topics.Positions, [.. Encoding.UTF8.GetBytes(v)]))],
    };
}

/// <summary>A broker and a memory of answers; what is called "bad" cannot be used.</summary>
public sealed class MemoryTelemetry : ITelemetryIntake, ITelemetryReceipts
{
    readonly ConcurrentDictionary<(string, string), KeptReceipt> receipts = new();

    public ConcurrentQueue<string> Written { get; } = new();

    public bool FailNext { get; set; }

    public Task<TelemetryReceipt> Take(ImmutableArray<TelemetryItem> items, CancellationToken cancellationToken)
    {
        if (FailNext)
        {
            FailNext = false;
            throw new TimeoutException("the broker is away");
        }

        var values = items.Select(i => Encoding.UTF8.GetString([.. i.Value])).ToList();
        foreach (var good in values.Where(v => v != "bad"))
            Written.Enqueue(good);
        return Task.FromResult(new TelemetryReceipt(values.Count(v => v != "bad"), [.. values.Index().Where(v => v.Item == "bad").Select(v => new ItemError(v.Index, "bad"))]));
    }

    public Task<KeptReceipt?> Find(string credential, string idempotencyKey, CancellationToken cancellationToken) =>
        Task.FromResult(receipts.GetValueOrDefault((credential, idempotencyKey)));

    public Task Keep(string credential, string idempotencyKey, KeptReceipt kept, CancellationToken cancellationToken)
    {
        receipts.TryAdd((credential, idempotencyKey), kept);
        return Task.CompletedTask;
    }
}
