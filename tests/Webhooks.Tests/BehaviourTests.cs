using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Webhooks;
using ShipmentTracker.Webhooks.Tests.Support;

namespace ShipmentTracker.Webhooks.Tests;

/// <summary>How receivers behave, and what becomes of it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class BehaviourTests(PostgresFixture postgres) : IAsyncLifetime
{
    const string Shipment = "2026-000001";

    readonly ShiftedTime time = new();
    Receiver receiver = null!;
    Deliverer silo = null!;

    DateTimeOffset Now => time.GetUtcNow();

    public async Task InitializeAsync()
    {
        receiver = await Receiver.Start(time);
        silo = await Deliverer.Start(await postgres.NewDatabase(), time, o => o.RetrySeconds = "5,300,1800");
    }

    public async Task DisposeAsync()
    {
        await silo.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_failing_notice_holds_back_its_shipment_and_no_other()
    {
        receiver.Answer = (one, context) => Receiver.Status(context, one.Subject == "2026-000001" && one.Type == NoticeTypes.ShipmentRegistered ? 500 : 200);
        var webhook = await silo.Create(receiver.Url);
        await silo.Append("shipment/2026-000001", 0, Given.Registered("2026-000001", Now), Given.Departed("2026-000001", Now));
        await silo.Append("shipment/2026-000002", 0, Given.Registered("2026-000002", Now, vehicle: "29H81235"), Given.Departed("2026-000002", Now));

        await Eventually.True(() => receiver.All.Count(r => r.Subject == "2026-000002") == 2, "the other shipment is told");
        await Eventually.True(async () => (await silo.Info(webhook.Webhook)).Health.Pending == 2, "one waits for its next try, one for the other");
        receiver.All.Where(r => r.Subject == "2026-000001").Should().OnlyContain(r => r.Type == NoticeTypes.ShipmentRegistered);

        receiver.Answer = (_, context) => Receiver.Status(context, 204);
        time.Advance(TimeSpan.FromSeconds(6));
        await Eventually.True(async () => (await silo.Info(webhook.Webhook)).Health.Pending == 0, "both arrive");
        receiver.All.Where(r => r.Subject == "2026-000001").Select(r => r.Type).TakeLast(2).Should().Equal(NoticeTypes.ShipmentRegistered, NoticeTypes.ShipmentDeparted);
        receiver.All.Where(r => r.Type == NoticeTypes.ShipmentRegistered && r.Subject == "2026-000001").Select(r => r.Id).Distinct()
            .Should().Equal("shipment/2026-000001/1");
    }

    [Fact]
    public async Task Tries_that_are_used_up_pause_it_its_owner_sees_why_and_resuming_goes_on()
    {
        receiver.Answer = async (_, context) =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("out of order");
        };
        var webhook = await silo.Create(receiver.Url);
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, Now), Given.Departed(Shipment, Now));
        for (var tries = 1; tries <= 4; tries++)
        {
            await Eventually.True(async () => (await silo.Info(webhook.Webhook)).Health.FailuresInARow == tries, $"{tries} tries");
            time.Advance(TimeSpan.FromHours(1));
        }

        await Eventually.True(async () => (await silo.Info(webhook.Webhook)).Status == WebhookStatus.Paused, "paused");
        var paused = await silo.Info(webhook.Webhook);
        paused.Reason.Should().Contain("failed 4 times").And.Contain("500");
        await Eventually.True(async () => (await silo.Queries.Webhooks(Given.Carrier, null, 10, default)).Items is [{ Status: WebhookStatus.Paused, Reason: not null }], "the list tells it");
        var failed = (await silo.Deliveries(webhook.Webhook)).Single(d => d.Tries.Length > 0);
        failed.Tries.Should().HaveCount(4).And.OnlyContain(t => t.Status == 500 && t.Answer == "out of order" && t.Failure != null && t.LatencyMs > 0);

        await silo.Append("shipment/" + Shipment, 2, Given.Arrived(Shipment, Now));
        receiver.Answer = (_, context) => Receiver.Status(context, 200);
        var before = receiver.All.Count;
        time.Advance(TimeSpan.FromDays(2));
        (await silo.Webhook(webhook.Webhook).Resume(Deliverer.Admin, default)).Value!.Status.Should().Be(WebhookStatus.Active);
        await Eventually.True(() => receiver.All.Count == before + 3, "all that waited arrives");
        receiver.All.Skip(before).Select(r => r.Type).Should().Equal(NoticeTypes.ShipmentRegistered, NoticeTypes.ShipmentDeparted, NoticeTypes.ShipmentArrived);
    }

    [Fact]
    public async Task Gone_disables_it()
    {
        receiver.Answer = (_, context) => Receiver.Status(context, 410);
        var webhook = await silo.Create(receiver.Url);
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, Now), Given.Departed(Shipment, Now));

        await Eventually.True(async () => (await silo.Info(webhook.Webhook)).Status == WebhookStatus.Disabled, "disabled");
        await using var witness = await Receiver.Start(time);
        await silo.Create(witness.Url);
        time.Advance(TimeSpan.FromDays(1));

        // Of another shipment: whatever happens to the first, nothing would hold these back.
        await silo.Append("shipment/2026-000002", 0, Given.Registered("2026-000002", Now, vehicle: "29H81235"));
        await Eventually.True(() => witness.All.Count == 1, "another is told");
        await silo.Webhook(webhook.Webhook).Wake(default);
        await silo.Append("shipment/2026-000002", 1, Given.Departed("2026-000002", Now));
        await Eventually.True(() => witness.All.Count == 2, "another is told again");
        (await silo.Info(webhook.Webhook)).Reason.Should().Contain("410");
        receiver.All.Should().ContainSingle();
    }

    [Fact]
    public async Task The_pause_a_receiver_asks_for_is_kept_by_all_its_lanes()
    {
        receiver.Answer = (_, context) =>
        {
            context.Response.Headers.RetryAfter = "120";
            return Receiver.Status(context, 429);
        };
        var webhook = await silo.Create(receiver.Url);
        await silo.Append("shipment/2026-000001", 0, Given.Registered("2026-000001", Now));
        await Eventually.True(async () => (await silo.Info(webhook.Webhook)).Health.HoldUntil is not null, "it asked for a pause");
        await silo.Append("shipment/2026-000002", 0, Given.Registered("2026-000002", Now, vehicle: "29H81235"));
        await Eventually.True(
            async () =>
            {
                // Nobody looks after a webhook that is to wait.
                await silo.Webhook(webhook.Webhook).Wake(default);
                return (await silo.Info(webhook.Webhook)).Health.Pending == 2;
            },
            "the other shipment's waits too");
        time.Advance(TimeSpan.FromSeconds(60));
        await silo.Webhook(webhook.Webhook).Wake(default);
        (await silo.Webhook(webhook.Webhook).Test(Deliverer.Admin, default)).Value!.Status.Should().Be(DeliveryStatus.Failed, "a test is sent all the same");
        receiver.All.Count(r => r.Type != NoticeTypes.WebhookTest).Should().Be(1);

        receiver.Answer = (_, context) => Receiver.Status(context, 200);
        time.Advance(TimeSpan.FromSeconds(75));
        await Eventually.True(async () => (await silo.Info(webhook.Webhook)).Health.Pending == 0, "both arrive after the pause");
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await using var elsewhere = await Receiver.Start(time);
        receiver.Answer = (_, context) =>
        {
            context.Response.Redirect(elsewhere.Url);
            return Task.CompletedTask;
        };
        var webhook = await silo.Create(receiver.Url);
        var test = Deliverer.Right(await silo.Webhook(webhook.Webhook).Test(Deliverer.Admin, default));

        test.Status.Should().Be(DeliveryStatus.Failed);
        test.Tries.Single().Failure.Should().Contain("302").And.Contain("redirects");
        elsewhere.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_test_waits_for_a_slow_receiver_longer_than_for_any_other_answer()
    {
        // As the API's client does, which waits less than a receiver may take.
        var others = TimeSpan.FromSeconds(3);
        await silo.DisposeAsync();
        silo = await Deliverer.Start(await postgres.NewDatabase(), time, clientWaits: others);
        var release = new TaskCompletionSource();
        receiver.Answer = async (_, context) =>
        {
            await release.Task;
            context.Response.StatusCode = 204;
        };
        var webhook = await silo.Create(receiver.Url);
        var test = silo.Webhook(webhook.Webhook).Test(Deliverer.Admin, default).AsTask();
        await Eventually.True(() => receiver.All.Count == 1, "it was sent");
        (await Task.WhenAny(test, Task.Delay(others * 2))).Should().NotBeSameAs(test, "the receiver has not answered yet");

        release.SetResult();
        Deliverer.Right(await test).Status.Should().Be(DeliveryStatus.Delivered);
    }

    [SkippableFact]
    public async Task During_a_rotation_both_secrets_sign_and_afterwards_the_new_one_alone()
    {
        var webhook = await silo.Create(receiver.Url);
        async Task<Received> Ping()
        {
            Deliverer.Right(await silo.Webhook(webhook.Webhook).Test(Deliverer.Admin, default)).Status.Should().Be(DeliveryStatus.Delivered);
            return receiver.All[^1];
        }

        var before = await Ping();
        var rotated = Deliverer.Right(await silo.Webhook(webhook.Webhook).Rotate(Deliverer.Admin, default));
        rotated.Secret.Should().NotBe(webhook.Secret).And.StartWith("whsec_");
        var during = await Ping();
        time.Advance(TimeSpan.FromHours(24.1));
        var after = await Ping();

        during.Headers["webhook-signature"].Split(' ').Should().HaveCount(2);
        after.Headers["webhook-signature"].Split(' ').Should().HaveCount(1);
        var said = await StandardWebhooksLibrary.Verify(
            [(webhook.Secret, before), (webhook.Secret, during), (rotated.Secret, during), (rotated.Secret, after), (webhook.Secret, after), (rotated.Secret, before)]);
        said.Select(s => s.Split(' ')[0]).Should().Equal("ok", "ok", "ok", "ok", "bad", "bad");
    }

    [Fact]
    public async Task One_delivery_or_a_span_of_time_is_sent_again_under_the_same_ids()
    {
        var webhook = await silo.Create(receiver.Url, with: c => c with { Types = [NoticeTypes.ShipmentDeparted, NoticeTypes.ShipmentArrived] });
        var began = Now;
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, Now), Given.Departed(Shipment, Now));
        time.Advance(TimeSpan.FromHours(2));
        await silo.Append("shipment/" + Shipment, 2, Given.Arrived(Shipment, Now));
        await Eventually.True(() => receiver.All.Count == 2, "both that are wanted");
        await Eventually.True(async () => (await silo.Deliveries(webhook.Webhook)).All(d => d.Status == DeliveryStatus.Delivered), "both recorded");

        var one = (await silo.Deliveries(webhook.Webhook)).Single(d => d.Type == NoticeTypes.ShipmentArrived);
        Deliverer.Right(await silo.Webhook(webhook.Webhook).Redeliver(Deliverer.Admin, one.Id, default)).Redelivery.Should().BeTrue();
        await Eventually.True(() => receiver.All.Count == 3, "the one again");
        (receiver.All[2].Id, receiver.All[2].Body).Should().Be((receiver.All[1].Id, receiver.All[1].Body));

        Deliverer.Right(await silo.Webhook(webhook.Webhook).RedeliverRange(Deliverer.Admin, began.AddMinutes(-1), began.AddHours(1), default)).Should().Be(1);
        await Eventually.True(() => receiver.All.Count == 4, "the departure again");
        Deliverer.Right(await silo.Webhook(webhook.Webhook).RedeliverRange(Deliverer.Admin, began.AddMinutes(-1), Now, default)).Should().Be(2);
        await Eventually.True(() => receiver.All.Count == 6, "both again, in order");
        receiver.All.Skip(3).Select(r => r.Type).Should().Equal(NoticeTypes.ShipmentDeparted, NoticeTypes.ShipmentDeparted, NoticeTypes.ShipmentArrived);
        (await silo.Webhook(webhook.Webhook).Redeliver(Deliverer.Admin, "999999", default)).Rejection!.Kind.Should().Be(Contracts.RejectionKind.NotFound);
    }

    [Fact]
    public async Task A_redelivery_that_fails_holds_nothing_back()
    {
        var webhook = await silo.Create(receiver.Url);
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, Now));
        await Eventually.True(async () => (await silo.Deliveries(webhook.Webhook)) is [{ Status: DeliveryStatus.Delivered }], "the first");
        receiver.Answer = (one, context) => Receiver.Status(context, one.Type == NoticeTypes.ShipmentRegistered ? 500 : 200);
        await silo.Webhook(webhook.Webhook).Redeliver(Deliverer.Admin, (await silo.Deliveries(webhook.Webhook))[0].Id, default);
        await Eventually.True(() => receiver.All.Count == 2, "the redelivery fails");
        await silo.Append("shipment/" + Shipment, 1, Given.Departed(Shipment, Now));

        await Eventually.True(() => receiver.All.Any(r => r.Type == NoticeTypes.ShipmentDeparted), "the departure is told");
    }

    [Fact]
    public async Task What_was_asked_for_again_holds_nothing_new_back_and_has_an_end()
    {
        await silo.DisposeAsync();
        silo = await Deliverer.Start(await postgres.NewDatabase(), time, o => (o.MostPending, o.MostRedelivered, o.AtOncePerWebhook, o.Timeout) = (2, 4, 1, TimeSpan.FromMinutes(1)));
        var webhook = await silo.Create(receiver.Url);
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, Now), Given.Departed(Shipment, Now));
        await Eventually.True(async () => (await silo.Deliveries(webhook.Webhook)).Count(d => d.Status == DeliveryStatus.Delivered) == 2, "told once");

        // The first of those that are told again is under way, and the others wait.
        var (release, busy) = (new TaskCompletionSource(), false);
        receiver.Answer = async (_, context) =>
        {
            busy = true;
            await release.Task;
            context.Response.StatusCode = 200;
        };
        ValueTask<Contracts.Outcome<int>> Again() => silo.Webhook(webhook.Webhook).RedeliverRange(Deliverer.Admin, Now.AddHours(-1), Now.AddHours(1), default);
        Deliverer.Right(await Again()).Should().Be(2);
        Deliverer.Right(await Again()).Should().Be(2);
        await Eventually.True(() => busy, "one is under way");
        (await Again()).Rejection!.Kind.Should().Be(Contracts.RejectionKind.Conflict);
        var one = (await silo.Deliveries(webhook.Webhook))[^1];
        (await silo.Webhook(webhook.Webhook).Redeliver(Deliverer.Admin, one.Id, default)).Rejection!.Kind.Should().Be(Contracts.RejectionKind.Conflict);

        await silo.Append("shipment/" + Shipment, 2, Given.Arrived(Shipment, Now));
        await Eventually.True(async () => (await silo.Deliveries(webhook.Webhook)).Any(d => d.Type == NoticeTypes.ShipmentArrived), "what is new is taken up beside them");
        release.SetResult();
        await Eventually.True(async () => (await silo.Info(webhook.Webhook)).Health.Pending == 0, "all arrive");
        receiver.All.Skip(2).Select(r => r.Type).Should().HaveElementAt(1, NoticeTypes.ShipmentArrived, "it is the next after the one that was under way").And.HaveCount(5);
        Deliverer.Right(await Again()).Should().Be(3, "there is room again");
    }

    [Fact]
    public async Task A_deleted_webhook_is_told_nothing_and_is_not_there()
    {
        var webhook = await silo.Create(receiver.Url);
        await Eventually.True(async () => (await silo.Queries.Webhooks(null, null, 10, default)).Items.Length == 1, "listed");
        Deliverer.Right(await silo.Webhook(webhook.Webhook).Delete(Deliverer.Admin, default));
        await Eventually.True(async () => (await silo.Queries.Webhooks(null, null, 10, default)).Items.IsEmpty, "not listed");
        await using var witness = await Receiver.Start(time);
        await silo.Create(witness.Url);
        DomainEvent[] story = [Given.Registered(Shipment, Now), Given.Departed(Shipment, Now), Given.Arrived(Shipment, Now)];
        for (var told = 0; told < story.Length; told++)
        {
            await silo.Append("shipment/" + Shipment, told, story[told]);
            await Eventually.True(() => witness.All.Count > told, "another is told");
            await silo.Webhook(webhook.Webhook).Wake(default);
        }

        (await silo.Webhook(webhook.Webhook).GetInfo(Deliverer.Admin, default)).Rejection!.Kind.Should().Be(Contracts.RejectionKind.NotFound);
        (await silo.Webhook(webhook.Webhook).Resume(Deliverer.Admin, default)).Rejection!.Kind.Should().Be(Contracts.RejectionKind.NotFound);
        receiver.All.Should().BeEmpty();
    }

    [Fact]
    public async Task The_list_follows_and_holds_no_secret()
    {
        var webhook = await silo.Create(receiver.Url);
        Deliverer.Right(await silo.Webhook(webhook.Webhook).Rotate(Deliverer.Admin, default));
        await Eventually.True(async () => (await silo.Queries.Webhooks(Given.Carrier, null, 10, default)).Items is [{ OldSecretUntil: not null, Status: WebhookStatus.Active }], "listed");
        (await PostgresFixture.Count(silo.Database, "history.mt_events where type like 'webhook_%' and data::text like '%v1.%'")).Should().Be(2, "the events hold them, encrypted");
        (await PostgresFixture.Count(silo.Database, "history.mt_doc_webhook where data::text like '%v1.%'")).Should().Be(0);
    }

    [Fact]
    public async Task What_a_webhook_left_behind_that_could_not_be_dropped_is_removed()
    {
        var database = await postgres.NewDatabase();
        await silo.DisposeAsync();
        silo = await Deliverer.Start(database, time, replace: services => services.AddSingleton(s =>
        {
            var outbox = ActivatorUtilities.CreateInstance<WebhookOutbox>(s);
            return Instead.Of<IWebhookOutbox>((method, arguments) =>
                method.Name == nameof(IWebhookOutbox.Drop) ? Task.FromException(new TimeoutException("the database is away")) : method.Invoke(outbox, arguments));
        }));
        receiver.Answer = (_, context) => Receiver.Status(context, 500);
        var (kept, deleted) = (await silo.Create(receiver.Url), await silo.Create(receiver.Url));
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, Now));
        await Eventually.True(async () => await PostgresFixture.Count(database, "history.webhook_deliveries where tries = 1") == 2, "both were tried");
        await FluentActions.Awaiting(async () => await silo.Webhook(deleted.Webhook).Delete(Deliverer.Admin, default)).Should().ThrowAsync<TimeoutException>();

        var outbox = silo.Services.GetRequiredService<IWebhookOutbox>();
        await outbox.Sweep(Now.AddDays(-30), default);
        (await PostgresFixture.Count(database, $"history.webhook_progress where webhook = '{deleted.Webhook}'")).Should().Be(0);
        await outbox.Sweep(Now.AddMinutes(1), default);
        (await PostgresFixture.Count(database, $"history.webhook_deliveries where webhook = '{deleted.Webhook}'")).Should().Be(0);
        (await PostgresFixture.Count(database, $"history.webhook_deliveries where webhook = '{kept.Webhook}'")).Should().Be(1, "what waits for one that is there is kept");
        (await PostgresFixture.Count(database, $"history.webhook_progress where webhook = '{kept.Webhook}'")).Should().Be(1);
    }

    [Fact]
    public async Task Anothers_webhook_is_not_there()
    {
        var webhook = await silo.Create(receiver.Url);
        var other = silo.Webhook(webhook.Webhook);
        var stranger = new WebhookCommand("Blue Line Logistics", "stranger");

        foreach (var rejection in new[]
        {
            (await other.GetInfo(stranger, default)).Rejection, (await other.Rotate(stranger, default)).Rejection, (await other.Resume(stranger, default)).Rejection,
            (await other.Delete(stranger, default)).Rejection, (await other.Test(stranger, default)).Rejection, (await other.Redeliver(stranger, "1", default)).Rejection,
            (await other.RedeliverRange(stranger, Now, Now, default)).Rejection,
        })
            rejection!.Kind.Should().Be(Contracts.RejectionKind.NotFound);
        (await silo.Queries.Webhooks("Blue Line Logistics", null, 10, default)).Items.Should().BeEmpty();
        (await other.GetInfo(new WebhookCommand(Given.Carrier, "owner"), default)).Rejection.Should().BeNull();
        receiver.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_lost_key_is_told_to_the_owner_who_mends_it_by_a_new_secret()
    {
        var webhook = await silo.Create(receiver.Url);
        var database = silo.Database;
        await silo.DisposeAsync();
        silo = await Deliverer.Start(database, time, o => o.SecretKey = Convert.ToBase64String(new byte[32]));
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, Now));
        await Eventually.True(async () => (await silo.Deliveries(webhook.Webhook)) is [{ Tries.Length: 1 }], "it was tried");
        (await silo.Deliveries(webhook.Webhook))[0].Tries[0].Failure.Should().Contain("rotate");
        receiver.All.Should().BeEmpty("what is not signed is not sent");

        Deliverer.Right(await silo.Webhook(webhook.Webhook).Rotate(Deliverer.Admin, default));
        await silo.Webhook(webhook.Webhook).Resume(Deliverer.Admin, default);
        await Eventually.True(() => receiver.All.Count == 1, "signed with the new one");
    }

    [Fact]
    public async Task Ten_slow_receivers_do_not_delay_a_fast_one()
    {
        const int Steps = 40;
        async Task<double> MedianMs(string carrier)
        {
            var took = new List<double>();
            for (var i = 0; i < Steps; i++)
            {
                var shipment = $"2026-{carrier.Length:000}{i:000}";
                var clock = Stopwatch.StartNew();
                await silo.Append("shipment/" + shipment, 0, Given.Registered(shipment, Now, carrier));
                await Eventually.True(() => receiver.All.Any(r => r.Subject == shipment), "the fast one is told");
                took.Add(clock.Elapsed.TotalMilliseconds);
            }

            return took.Order().ElementAt(Steps / 2);
        }

        await silo.Create(receiver.Url, carrier: null);
        await MedianMs("w");
        var alone = await MedianMs("aa");

        // Ten that answer after 10 s, each with a delivery under way all the time.
        var release = new TaskCompletionSource();
        var waiting = new ConcurrentDictionary<string, bool>();
        await using var slow = await Receiver.Start(time);
        slow.Answer = async (one, context) =>
        {
            waiting[one.Path] = true;
            await Task.WhenAny(release.Task, Task.Delay(TimeSpan.FromSeconds(10)));
            context.Response.StatusCode = 200;
        };
        for (var i = 0; i < 10; i++)
            await silo.Create($"{slow.Url}/{i}", carrier: null);
        await silo.Append("shipment/2026-999999", 0, Given.Registered("2026-999999", Now, "bbbb"));
        await Eventually.True(() => waiting.Count == 10, "all ten are busy");
        var beside = await MedianMs("ccc");
        release.SetResult();

        Console.WriteLine($"Ten slow receivers: {alone:0.0} ms alone, {beside:0.0} ms beside them");
        (beside / alone).Should().BeLessThan(4, "alone it took {0:0.0} ms, beside the slow ones {1:0.0} ms, and they answer after 10 s", alone, beside);
    }
}
