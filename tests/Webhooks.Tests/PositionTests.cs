using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Queries.Carriers;
using ShipmentTracker.History.Webhooks;
using ShipmentTracker.Webhooks.Tests.Support;

namespace ShipmentTracker.Webhooks.Tests;

/// <summary>What telling positions costs others.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PositionTests(PostgresFixture postgres)
{
    readonly ShiftedTime time = new();

    DateTimeOffset Now => time.GetUtcNow();

    [Fact]
    public async Task Alerts_do_not_wait_until_positions_are_told()
    {
        await using var receiver = await Receiver.Start(time);
        var (told, isTelling) = (new TaskCompletionSource(), false);
        await using var silo = await Deliverer.Start(await postgres.NewDatabase(), time, replace: services => services.AddSingleton(s =>
        {
            var outbox = ActivatorUtilities.CreateInstance<WebhookOutbox>(s);
            async Task Tell(object?[] arguments)
            {
                isTelling = true;
                await told.Task;
                await outbox.TellPositions((WebhookFacts)arguments[0]!, (DateTimeOffset)arguments[1]!, (CancellationToken)arguments[2]!);
            }

            return Instead.Of<IWebhookOutbox>((method, arguments) =>
                method.Name == nameof(IWebhookOutbox.TellPositions) ? Tell(arguments) : method.Invoke(outbox, arguments));
        }));
        var webhook = await silo.Create(receiver.Url, with: c => c with { PositionEveryMinutes = 1 });
        time.Advance(TimeSpan.FromMinutes(10));
        await Eventually.True(() => isTelling, "ten slots have ended");

        await silo.Append("shipment/2026-000001", 0, Given.Registered("2026-000001", Now));
        await silo.Append("vehicle/29H81234", 0, Given.Raised("a1", Now, "2026-000001"));
        await Eventually.True(() => receiver.All.Any(r => r.Type == NoticeTypes.AlertRaised), "the alert is told meanwhile");

        told.SetResult();
        await Eventually.True(
            async () => await PostgresFixture.Count(silo.Database, $"history.webhook_progress where webhook = '{webhook.Webhook}' and positions_up_to > '{Now.AddMinutes(-1):O}'") == 1,
            "all slots are told");
    }

    [Fact]
    public async Task However_many_want_positions_only_a_few_are_replayed_at_once()
    {
        const int Shipments = 20;
        await using var silo = await Deliverer.Start(await postgres.NewDatabase(), time);
        var t = PositionSlots.Last(Now, 15);
        for (var i = 0; i < Shipments; i++)
            await silo.Append($"shipment/2026-{i:000000}", 0, Given.Registered($"2026-{i:000000}", t, vehicle: $"29H{i:00000}"), Given.Departed($"2026-{i:000000}", t));
        await Eventually.True(async () => (await PostgresFixture.Count(silo.Database, "history.mt_doc_shipment where status = 'inTransit'")) == Shipments, "the list knows them");

        var (running, most, all) = (0, 0, 0);
        async Task<AssetStatus?> Replay()
        {
            Interlocked.Increment(ref all);
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(1);
            Interlocked.Decrement(ref running);
            return null;
        }

        var history = Instead.Of<IHistoryQueries>((_, _) => Replay());
        using var outbox = new WebhookOutbox(silo.Services.GetRequiredService<WebhookDatabase>(), Instead.Of<ISharedHistory>((_, _) => history));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => outbox.TellPositions(Wanting($"w{i}"), t.AddMinutes(15), default)));

        all.Should().Be(20 * Shipments);
        most.Should().BeInRange(2, 4);
    }

    static WebhookFacts Wanting(string id) => new()
    {
        Id = id,
        Carrier = Given.Carrier,
        Url = "https://receiver.example/",
        Types = [NoticeTypes.PositionSummary],
        Shipments = [],
        Rules = [],
        PositionEveryMinutes = 15,
        Secret = "",
        StatusSince = default,
        CreatedAt = default,
        CreatedBy = "tester",
        RecordedAt = default,
    };

    static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
