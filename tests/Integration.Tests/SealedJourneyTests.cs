using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using ShipmentTracker.Integration.Tests.Product;

namespace ShipmentTracker.Integration.Tests;

/// <summary>One sealed journey through the whole product, seen by each of its users.</summary>
public sealed class SealedJourneyTests
{
    const string Vehicle = "vehicle/29H81234";
    const string Seal = "seal/VN0012345";

    [Fact]
    public async Task A_deviation_and_a_cut_seal_reach_everybody_once_and_sending_all_again_changes_nothing()
    {
        await using var product = await RunningProduct.Start();
        var shipment = await product.Depart("29H81234", "VN0012345");
        var (hub, told) = await Listen(product);
        await using var _ = hub;
        var t0 = DateTimeOffset.UtcNow;

        // Out of the corridor at 70 km/h, and back; the seal is cut on the way.
        (double Lat, int Seconds)[] drive = [(21.0, -100), (21.005, -70), (21.012, -40), (21.014, -20), (21.006, 10), (21.004, 40)];
        async Task SendAll()
        {
            foreach (var (lat, seconds) in drive)
                product.Telemetry.Send("tracking.positions", Vehicle, Telemetry.Position(Vehicle, t0.AddSeconds(seconds), lat, 106.5, 1000 + seconds));
            product.Telemetry.Send("tracking.seals", Seal, Telemetry.Seal(Seal, t0.AddSeconds(-80), "heartbeat", 1));
            product.Telemetry.Send("tracking.seals", Seal, Telemetry.Seal(Seal, t0.AddSeconds(-30), "cut", 2));
            await product.Telemetry.Acknowledged();
        }

        await SendAll();
        await Eventually.True(async () => await product.Readings(Vehicle) == drive.Length && await product.Readings(Seal) == 2, "all readings are in");

        // The monitoring centre, over the API and the hub.
        JsonArray alerts = [];
        await Eventually.True(async () => (alerts = (await product.Get("alerts"))!["items"]!.AsArray()).Count == 2, "both alerts are listed");
        alerts.Select(a => (string)a!["rule"]!).Should().BeEquivalentTo("route-deviation", "seal-breach");
        var deviation = alerts.Single(a => (string)a!["rule"]! == "route-deviation")!;
        await Eventually.True(
            async () => (string)(deviation = (await product.Get($"alerts/{deviation["id"]}"))!)["status"]! == "cleared", "the deviation is listed as over");
        ((string)deviation["shipment"]!).Should().Be(shipment);
        ((string)deviation["asset"]!).Should().Be(Vehicle);
        ((bool)deviation["late"]!).Should().BeFalse();
        deviation["evidence"]!.AsArray().Should().NotBeEmpty();
        await Eventually.True(() => Task.FromResult(told.Count(a => a.Contains("seal-breach", StringComparison.Ordinal)) == 1), "the hub told of the breach");
        told.Count(a => a.Contains("route-deviation", StringComparison.Ordinal)).Should().Be(2, "it was raised and cleared");

        var breach = alerts.Single(a => (string)a!["rule"]! == "seal-breach")!;
        ((string)breach["severity"]!).Should().Be("critical");
        (await product.Post($"alerts/{breach["id"]}/acknowledge", new { note = "patrol sent" }))["status"]!.ToString().Should().Be("acknowledged");
        (await product.Post($"alerts/{breach["id"]}/close", new { note = "seal replaced" }))["status"]!.ToString().Should().Be("closed");

        // Everybody who listens to Kafka.
        var events = product.Telemetry.Read("tracking.alerts", 5).Select(m => JsonNode.Parse(m.Message.Value)!).ToList();
        events.Select(e => (string)e["type"]!).Should().BeEquivalentTo(
            "shiptrack.alert.raised.v1", "shiptrack.alert.cleared.v1", "shiptrack.alert.raised.v1", "shiptrack.alert.acknowledged.v1", "shiptrack.alert.closed.v1");
        events.Select(e => (string)e["id"]!).Should().OnlyHaveUniqueItems();
        events.Should().OnlyContain(e => (string)e["specversion"]! == "1.0" && (string)e["data"]!["id"]! != "");

        // The auditor: any past moment, as it was.
        (await StateAt(product, Vehicle, t0.AddSeconds(-30)))["openAlerts"]!.AsArray().Should().BeEmpty("one fix outside proves nothing");
        (await StateAt(product, Vehicle, t0.AddSeconds(-10)))["openAlerts"]!.AsArray().Should().ContainSingle();
        (await StateAt(product, Vehicle, t0.AddSeconds(-10)))["lastPosition"]!["lat"]!.GetValue<double>().Should().Be(21.014);
        (await StateAt(product, Vehicle, t0.AddSeconds(60)))["openAlerts"]!.AsArray().Should().BeEmpty();
        (await product.Get($"history/{Vehicle}/state?at={Uri.EscapeDataString(t0.ToString("O"))}&knownAt={Uri.EscapeDataString(t0.AddHours(-1).ToString("O"))}"))
            .Should().BeNull("nothing was known an hour before");
        (await product.Http.GetStringAsync($"history/{Vehicle}/track?format=gpx")).Split("<trkpt").Should().HaveCount(drive.Length + 1);
        (await product.Http.GetStringAsync($"history/{Vehicle}/track?format=csv")).Trim().Split('\n').Should().HaveCount(drive.Length + 1);

        // The devices send it all again: new offsets, the same readings.
        var before = (await Events(product, Vehicle), await Events(product, Seal));
        await SendAll();
        await Eventually.True(
            async () => (long)(await product.Get($"assets/{Vehicle}"))!["duplicates"]! == drive.Length && (long)(await product.Get($"assets/{Seal}"))!["duplicates"]! == 2,
            "the repeats are counted");
        (await Events(product, Vehicle), await Events(product, Seal)).Should().Be(before);
    }

    [Fact]
    public async Task Late_readings_are_judged_where_they_belong_and_say_so()
    {
        await using var product = await RunningProduct.Start();
        await product.Depart("29H81234");
        var t0 = DateTimeOffset.UtcNow.AddMinutes(-40);
        void Send(int minutes, double lat) =>
            product.Telemetry.Send("tracking.positions", Vehicle, Telemetry.Position(Vehicle, t0.AddMinutes(minutes), lat, 106.5, minutes));

        foreach (var minute in new[] { 0, 1, 30, 31 })
            Send(minute, 21.0);
        await product.Telemetry.Acknowledged();
        await Eventually.True(async () => await product.Readings(Vehicle) == 4, "the live ones are in");
        foreach (var (minute, lat) in new[] { (10, 21.03), (11, 21.04), (20, 21.001), (21, 21.0) })
            Send(minute, lat);
        await product.Telemetry.Acknowledged();

        JsonArray alerts = [];
        await Eventually.True(async () => (alerts = (await product.Get("alerts?rule=route-deviation"))!["items"]!.AsArray()) is [{ } a] && a["clearedAt"] is not null, "the late deviation");
        var alert = alerts.Single()!;
        ((bool)alert["late"]!).Should().BeTrue();
        alert["raisedAt"]!.GetValue<DateTimeOffset>().Should().BeCloseTo(t0.AddMinutes(11), TimeSpan.FromMilliseconds(1));
        alert["recordedAt"]!.GetValue<DateTimeOffset>().Should().BeAfter(t0.AddMinutes(39));
        alert["clearedAt"]!.GetValue<DateTimeOffset>().Should().BeCloseTo(t0.AddMinutes(21), TimeSpan.FromMilliseconds(1));
    }

    static async Task<JsonNode> StateAt(RunningProduct product, string asset, DateTimeOffset at) =>
        (await product.Get($"history/{asset}/state?at={Uri.EscapeDataString(at.ToString("O"))}"))!;

    static async Task<int> Events(RunningProduct product, string asset) => (await product.Get($"history/{asset}/events?take=500"))!["items"]!.AsArray().Count;

    static async Task<(HubConnection Hub, List<string> Told)> Listen(RunningProduct product)
    {
        var told = new List<string>();
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(product.ApiProcess.Address, "/live"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(product.ApiKey))
            .Build();
        hub.On<JsonObject>("alert", alert =>
        {
            lock (told)
                told.Add(alert.ToJsonString());
        });
        await hub.StartAsync();
        return (hub, told);
    }
}
