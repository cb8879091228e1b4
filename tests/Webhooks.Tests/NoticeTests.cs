using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.Webhooks.Tests.Support;

namespace ShipmentTracker.Webhooks.Tests;

/// <summary>What receivers are told of.</summary>
[Collection(PostgresCollection.Name)]
public sealed class NoticeTests(PostgresFixture postgres) : IAsyncLifetime
{
    const string Shipment = "2026-000001";
    const string SealStream = "seal/VN0012345";

    readonly ShiftedTime time = new();
    Receiver receiver = null!;
    Deliverer silo = null!;

    DateTimeOffset Now => time.GetUtcNow();

    public async Task InitializeAsync()
    {
        receiver = await Receiver.Start(time);
        silo = await Deliverer.Start(await postgres.NewDatabase(), time);
    }

    public async Task DisposeAsync()
    {
        await silo.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task Every_seal_that_is_closed_or_opened_is_told_once_whatever_else_it_says()
    {
        await silo.Create(receiver.Url, with: c => c with { Types = [NoticeTypes.SealSealed, NoticeTypes.SealUnlocked, NoticeTypes.SealBreached] });
        var t = Now.AddMinutes(-30);
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, t, seals: "VN0012345"));
        await silo.Append(SealStream, 0, Given.Seal((t.AddMinutes(1), SealEvent.Heartbeat), (t.AddMinutes(2), SealEvent.Sealed), (t.AddMinutes(3), SealEvent.Sealed)));
        await silo.Append(SealStream, 1, Given.Seal((t.AddMinutes(4), SealEvent.Heartbeat)), Given.Seal((t.AddMinutes(5), SealEvent.Sealed), (t.AddMinutes(6), SealEvent.LowBattery)));
        await silo.Append("shipment/" + Shipment, 1, Given.Departed(Shipment, t.AddMinutes(7)));
        await silo.Append(
            SealStream, 3, Given.Seal((t.AddMinutes(8), SealEvent.Cut)), Given.Raised("seal-VN0012345-seal-breach-1", t.AddMinutes(8), Shipment, "seal-breach"));
        await silo.Append(SealStream, 5, Given.Seal((t.AddMinutes(9), SealEvent.Sealed), (t.AddMinutes(10), SealEvent.Unlocked)));
        await silo.Append("seal/VN0099999", 0, Given.Seal((t.AddMinutes(9), SealEvent.Unlocked)));

        await Eventually.True(() => receiver.All.Count >= 4, "all of them");
        receiver.All.Select(r => (r.Type, r.Id, (string)r.Event["data"]!["event"]!)).Should().Equal(
            (NoticeTypes.SealSealed, SealStream + "/1/1", "sealed"), (NoticeTypes.SealBreached, SealStream + "/5/breach", "breached"),
            (NoticeTypes.SealSealed, SealStream + "/6/0", "sealed"), (NoticeTypes.SealUnlocked, SealStream + "/6/1", "unlocked"));
        receiver.All.Should().OnlyContain(r => (string)r.Event["data"]!["shipment"]! == Shipment && (string)r.Event["data"]!["seal"]! == SealStream);
    }

    [Fact]
    public async Task Positions_are_told_once_for_each_end_of_a_slot_also_over_a_restart()
    {
        var database = silo.Database;
        var webhook = await silo.Create(receiver.Url, with: c => c with { Types = [NoticeTypes.PositionSummary], PositionEveryMinutes = 15 });
        var t = Now;
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, t), Given.Departed(Shipment, t));
        await silo.Append("shipment/2026-000002", 0, Given.Registered("2026-000002", t, vehicle: "29H81235"));
        await silo.Append("vehicle/29H81234", 0, Given.OnDuty(Shipment, t), Given.Positions((t, 106.1)), Given.Positions((t.AddMinutes(20), 106.2)));
        await Eventually.True(async () => (await PostgresFixture.Count(database, "history.mt_doc_shipment where status = 'inTransit'")) == 1, "the list knows it");

        time.Advance(TimeSpan.FromMinutes(15));
        await Eventually.True(() => receiver.All.Count == 1, "the first slot");
        await silo.DisposeAsync();
        time.Advance(TimeSpan.FromMinutes(30));
        silo = await Deliverer.Start(database, time);
        await Eventually.True(() => receiver.All.Count == 3, "the slots that ended meanwhile");
        await silo.Append("shipment/" + Shipment, 2, Given.Arrived(Shipment, Now));
        await Eventually.True(async () => (await PostgresFixture.Count(database, "history.mt_doc_shipment where status = 'arrived'")) == 1, "the list knows it");
        time.Advance(TimeSpan.FromMinutes(30));
        await Eventually.True(
            async () => await PostgresFixture.Count(database, $"history.webhook_progress where webhook = '{webhook.Webhook}' and positions_up_to > '{Now.AddMinutes(-15):O}'") == 1,
            "the slots after the arrival");

        receiver.All.Select(r => r.Id).Should().OnlyHaveUniqueItems().And.HaveCount(3);
        var untils = receiver.All.Select(r => DateTimeOffset.Parse((string)r.Event["data"]!["until"]!, null)).ToList();
        untils.Should().OnlyContain(u => u.Minute % 15 == 0 && u.Second == 0).And.BeInAscendingOrder();
        receiver.All.Select(r => (double)r.Event["data"]!["position"]!["lon"]!).Should().BeInAscendingOrder().And.StartWith(106.1).And.EndWith(106.2);
        receiver.All.Should().OnlyContain(r => (string)r.Event["data"]!["shipment"]! == Shipment);
    }

    [Fact]
    public async Task The_first_summary_comes_with_the_end_of_the_slot_in_which_its_webhook_was_made()
    {
        var database = silo.Database;
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, Now), Given.Departed(Shipment, Now));
        await Eventually.True(async () => (await PostgresFixture.Count(database, "history.carrier_notices")) == 2, "what would wake the webhook is over");
        time.Advance(PositionSlots.Next(Now, 15).AddMinutes(7) - Now);

        await silo.Create(receiver.Url, with: c => c with { Types = [NoticeTypes.PositionSummary], PositionEveryMinutes = 15 });
        await Eventually.True(async () => (await PostgresFixture.Count(database, "history.mt_doc_webhook")) == 1, "the list knows it");
        time.Advance(TimeSpan.FromMinutes(8));

        await Eventually.True(() => receiver.All.Count == 1, "the slot is told", 20);
    }

    [Fact]
    public async Task A_summary_tells_a_carrier_nothing_of_what_the_vehicle_did_for_another()
    {
        const string Earlier = "2026-000002";
        await using var everybodys = await Receiver.Start(time);
        foreach (var (url, carrier) in new[] { (receiver.Url, Given.Carrier), (everybodys.Url, null) })
            await silo.Create(url, carrier, c => c with { Types = [NoticeTypes.PositionSummary], PositionEveryMinutes = 15 });
        var t = PositionSlots.Last(Now, 15);
        await silo.Append("shipment/" + Earlier, 0, Given.Registered(Earlier, t.AddHours(-2), carrier: "Blue Line Logistics"), Given.Departed(Earlier, t.AddHours(-2)), Given.Arrived(Earlier, t.AddMinutes(1)));
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, t), Given.Departed(Shipment, t.AddMinutes(2)));
        await silo.Append(
            "vehicle/29H81234", 0, Given.OnDuty(Earlier, t.AddHours(-2)), Given.Positions((t, 106.1)), Given.Raised("foreign", t, Earlier), Given.OffDuty(Earlier, t.AddMinutes(1)),
            Given.OnDuty(Shipment, t.AddMinutes(2)), Given.Raised("own", t.AddMinutes(3), Shipment));
        foreach (var status in new[] { "arrived", "inTransit" })
            await Eventually.True(async () => (await PostgresFixture.Count(silo.Database, $"history.mt_doc_shipment where status = '{status}'")) == 1, $"the list knows the one that is {status}");

        time.Advance(t.AddMinutes(15) - Now);
        await Eventually.True(() => receiver.All.Count == 1 && everybodys.All.Count == 1, "the slot is told to both");
        receiver.All[0].Event["data"]!["position"].Should().BeNull("the newest position is from its journey for another");
        receiver.All[0].Event["data"]!["openAlerts"]!.AsArray().Select(a => (string)a!).Should().Equal("own");
        ((double)everybodys.All[0].Event["data"]!["position"]!["lon"]!).Should().Be(106.1, "an administrator sees everything");
        everybodys.All[0].Event["data"]!["openAlerts"]!.AsArray().Select(a => (string)a!).Should().Equal("own");

        await silo.Append("vehicle/29H81234", 6, Given.Positions((Now, 106.3)));
        time.Advance(TimeSpan.FromMinutes(15));
        await Eventually.True(() => receiver.All.Count == 2, "the next slot");
        ((double)receiver.All[1].Event["data"]!["position"]!["lon"]!).Should().Be(106.3);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told()
    {
        await using var everybodys = await Receiver.Start(time);
        await using var rules = await Receiver.Start(time);
        await using var one = await Receiver.Start(time);
        await silo.Create(receiver.Url);
        await silo.Create(everybodys.Url, carrier: null);
        await silo.Create(rules.Url, with: c => c with { Types = [NoticeTypes.AlertRaised], Rules = ["seal-breach"] });
        await silo.Create(one.Url, with: c => c with { Shipments = ["2026-000003"] });
        await silo.Append("shipment/2026-000001", 0, Given.Registered("2026-000001", Now));
        await silo.Append("shipment/2026-000002", 0, Given.Registered("2026-000002", Now, carrier: "Blue Line Logistics", vehicle: "29H81235"));
        await silo.Append("shipment/2026-000003", 0, Given.Registered("2026-000003", Now, vehicle: "29H81236"));
        await silo.Append("vehicle/29H81234", 0, Given.Raised("a1", Now, "2026-000001"), Given.Raised("a2", Now, "2026-000001", "seal-breach"), Given.Raised("a3", Now, null));

        await Eventually.True(() => everybodys.All.Count == 7, "an administrator's hears of everything, also of what is on no shipment");
        await Eventually.True(() => receiver.All.Count == 5, "a carrier's of its own");
        await Eventually.True(() => rules.All.Count == 1 && one.All.Count == 1, "filters");
        receiver.All.Should().NotContain(r => r.Body.Contains("2026-000002", StringComparison.Ordinal) || r.Subject == "a3");
        rules.All.Single().Subject.Should().Be("a2");
        one.All.Single().Subject.Should().Be("2026-000003");
        everybodys.All.Count(r => r.Type == NoticeTypes.SealBreached).Should().Be(1);
    }

    [Fact]
    public async Task What_was_before_a_webhook_is_not_told_to_it()
    {
        await silo.Create(receiver.Url, with: c => c with { Shipments = ["2026-000001"] });
        await silo.Append("shipment/2026-000001", 0, Given.Registered("2026-000001", Now));
        await Eventually.True(() => receiver.All.Count == 1, "it is a notice now");
        await using var late = await Receiver.Start(time);
        await silo.Create(late.Url);
        await silo.Append("shipment/2026-000001", 1, Given.Departed("2026-000001", Now));

        await Eventually.True(() => late.All.Count == 1, "what comes after");
        late.All.Single().Type.Should().Be(NoticeTypes.ShipmentDeparted);
    }

    [Fact]
    public async Task A_backlog_beyond_what_may_wait_is_taken_up_in_order()
    {
        await silo.DisposeAsync();
        silo = await Deliverer.Start(await postgres.NewDatabase(), time, o => o.MostPending = 4);
        receiver.Answer = (_, context) => Receiver.Status(context, 500);
        var webhook = await silo.Create(receiver.Url);
        for (var i = 0; i < 12; i++)
            await silo.Append("vehicle/29H81234", i, Given.Raised($"a{i:00}", Now, null));
        await silo.Append("shipment/2026-000001", 0, Given.Registered("2026-000001", Now));
        for (var i = 0; i < 12; i++)
            await silo.Append("container/MSKU9070323", i, Given.Raised($"b{i:00}", Now, "2026-000001"));
        await Eventually.True(() => receiver.All.Count >= 1, "tried");
        (await silo.Info(webhook.Webhook)).Health.Pending.Should().BeLessThanOrEqualTo(4);

        receiver.Answer = (_, context) => Receiver.Status(context, 200);
        var before = receiver.All.Count;
        time.Advance(TimeSpan.FromMinutes(6));
        await Eventually.True(() => receiver.All.Skip(before).Count() == 13, "all of it");
        receiver.All.Skip(before).Select(r => r.Subject).Should().Equal(["2026-000001", .. Enumerable.Range(0, 12).Select(i => $"b{i:00}")]);
    }
}
