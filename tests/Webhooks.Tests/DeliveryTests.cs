using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Webhooks.Tests.Support;

namespace ShipmentTracker.Webhooks.Tests;

[Collection(PostgresCollection.Name)]
public sealed class DeliveryTests(PostgresFixture postgres)
{
    const string Shipment = "2026-000001";

    readonly ShiftedTime time = new();

    DateTimeOffset Now => time.GetUtcNow();

    [SkippableFact]
    public async Task A_receiver_that_is_down_for_an_hour_and_a_restart_lose_nothing_and_keep_the_order()
    {
        await using var receiver = await Receiver.Start(time);
        var database = await postgres.NewDatabase();
        var first = await Deliverer.Start(database, time);
        var webhook = await first.Create(receiver.Url);
        string[] shipments = ["2026-000001", "2026-000002", "2026-000003"];
        foreach (var (i, shipment) in shipments.Index())
            await first.Append("shipment/" + shipment, 0, Given.Registered(shipment, Now, vehicle: $"29H8000{i}"));
        await Eventually.True(() => receiver.All.Count == 3, "all three are told");

        receiver.Answer = (_, context) => Receiver.Status(context, 503);
        foreach (var (i, shipment) in shipments.Index())
        {
            await first.Append("shipment/" + shipment, 1, Given.Departed(shipment, Now));
            await first.Append($"vehicle/29H8000{i}", 0, Given.Raised($"vehicle-29H8000{i}-route-deviation-1", Now, shipment));
        }

        await Eventually.True(() => receiver.All.Count >= 6, "each lane was tried");
        time.Advance(TimeSpan.FromMinutes(20));
        await Eventually.True(async () => (await first.Info(webhook.Webhook)).Health.FailuresInARow >= 6, "tried again");
        await first.DisposeAsync();

        time.Advance(TimeSpan.FromMinutes(40));
        await using var second = await Deliverer.Start(database, time);
        foreach (var shipment in shipments)
            await second.Append("shipment/" + shipment, 2, Given.Arrived(shipment, Now));
        await Eventually.True(async () => (await second.Info(webhook.Webhook)).Health.Pending == 9, "all of it waits");
        (await second.Info(webhook.Webhook)).Status.Should().Be(WebhookStatus.Active);

        var down = receiver.All.Count;
        receiver.Answer = (_, context) => Receiver.Status(context, 200);
        time.Advance(TimeSpan.FromHours(3));
        await Eventually.True(async () => (await second.Info(webhook.Webhook)).Health.Pending == 0, "all of it has arrived");

        var told = receiver.All.Skip(down).ToList();
        told.Select(r => r.Id).Should().OnlyHaveUniqueItems().And.HaveCount(9);
        foreach (var shipment in shipments)
        {
            told.Where(r => r.Body.Contains(shipment, StringComparison.Ordinal)).Select(r => r.Type)
                .Should().Equal(NoticeTypes.ShipmentDeparted, NoticeTypes.AlertRaised, NoticeTypes.ShipmentArrived);
        }

        receiver.All.Take(down).Select(r => r.Id).Except(told.Select(r => r.Id)).Should().HaveCount(3, "only what was told before is not told now");
        var said = await StandardWebhooksLibrary.Verify(receiver.All.Select(r => (webhook.Secret, r)));
        said.Should().Equal(receiver.All.Select(r => "ok " + r.Id));
    }
}
