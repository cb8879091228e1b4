using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ShipmentTracker.Integration.Tests.Product;

namespace ShipmentTracker.Integration.Tests;

/// <summary>Bad input is normal: it gets a clear answer, and nothing good is lost by it.</summary>
public sealed class BadInputTests
{
    const int Bad = 10_000;
    const int Good = 2_000;

    [Fact]
    public async Task Every_bad_message_is_in_the_dead_letter_with_its_reason_and_every_good_one_in_the_history()
    {
        await using var product = await RunningProduct.Start();
        var t0 = DateTimeOffset.UtcNow.AddMinutes(-30);
        var random = new Random(11);
        var bad = new List<byte[]?>();
        for (int good = 0, wrong = 0; good < Good || wrong < Bad;)
        {
            if (wrong < Bad && (good == Good || random.Next(6) > 0))
            {
                var value = Malformed(wrong++, t0);
                bad.Add(value);
                product.Telemetry.Send("tracking.positions", $"vehicle/BAD{wrong % 50}", value);
            }
            else
            {
                var asset = $"vehicle/GOOD{good % 20}";
                product.Telemetry.Send("tracking.positions", asset, Telemetry.Position(asset, t0.AddSeconds(good / 20), 21, 106, good));
                good++;
            }
        }

        await product.Telemetry.Acknowledged();
        await Eventually.True(async () => (await product.StoredReadings()).Readings >= Good, "every good one is in", 120);
        (await product.StoredReadings()).Should().Be((Good, Good));

        var letters = product.Telemetry.Read("tracking.deadletter", Bad, 120);
        letters.Should().HaveCount(Bad);
        letters.Select(l => Convert.ToHexString(l.Message.Value ?? [])).Order().SequenceEqual(bad.Select(b => Convert.ToHexString(b ?? [])).Order())
            .Should().BeTrue("the bytes are untouched");
        letters.Should().OnlyContain(l => new[] { "reason", "topic", "partition", "offset" }.All(h => Header(l, h).Length > 0));
        letters.Select(l => (Header(l, "partition"), Header(l, "offset"))).Should().OnlyHaveUniqueItems();

        JsonArray told = [];
        await Eventually.True(async () => (told = (await product.Get("dead-letters?take=500"))!["items"]!.AsArray()).Sum(Count) >= Bad, "the ledger knows them", 120);
        told.Sum(Count).Should().Be(Bad);
        told.Select(s => (string?)s!["asset"]).Should().BeEquivalentTo(Enumerable.Range(0, 50).Select(i => $"vehicle/BAD{i}"), "each is on one partition");
        told.Should().OnlyContain(s => (string?)s!["topic"] == "tracking.positions" && s["recent"]!.AsArray().Count == 20);

        // One of them as the topic has it.
        var sender = (string)told[0]!["asset"]!;
        var own = (await product.Get($"dead-letters?asset={sender}"))!["items"]!.AsArray().Should().ContainSingle().Subject!;
        var sent = letters.Where(l => l.Message.Key == sender).OrderByDescending(l => long.Parse(Header(l, "offset"), CultureInfo.InvariantCulture)).ToList();
        Count(own).Should().Be(sent.Count);
        own["recent"]!.AsArray().Select(r => (Offset: $"{r!["offset"]}", Reason: (string)r["reason"]!, Message: (string)r["message"]!)).Should().Equal(
            sent.Take(20).Select(l => (Header(l, "offset"), Header(l, "reason"), Encoding.UTF8.GetString(l.Message.Value ?? []).Replace('\0', '\uFFFD'))));
    }

    [Theory]
    [InlineData("vehicle", "")]
    [InlineData("containers[0]", "MSKU9070324")]
    [InlineData("route", "[[106,21]]")]
    [InlineData("route", "[[106,21],[106,21]]")]
    [InlineData("toleranceM", "-5")]
    [InlineData("origin", "Hai Phong")]
    public async Task A_shipment_that_cannot_be_registered_names_the_field(string field, string value)
    {
        var product = await Shared.Value;
        var shipment = JsonNode.Parse(
            """
            {"declaration":"1","carrier":"An Phat","origin":"VNHPH","destination":"VNLGS","route":{"type":"LineString","coordinates":[[106,21],[107,21]]},
             "toleranceM":1000,"vehicle":"29H81234","containers":["MSKU9070323"],"seals":["VN1"]}
            """)!;
        switch (field)
        {
            case "containers[0]": shipment["containers"]![0] = value; break;
            case "route": shipment["route"]!["coordinates"] = JsonNode.Parse(value); break;
            case "toleranceM": shipment["toleranceM"] = double.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
            default: shipment[field] = value; break;
        }

        using var answer = await product.Http.PostAsJsonAsync("shipments", shipment);
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(e => e.Key).Should().Contain(field);
    }

    [Fact]
    public async Task A_vehicle_on_another_shipment_and_a_step_out_of_turn_are_conflicts()
    {
        var product = await Shared.Value;
        await product.Depart("51C99999");
        var second = await product.Post("shipments", new
        {
            declaration = "2",
            carrier = "An Phat",
            origin = "VNHPH",
            destination = "VNLGS",
            toleranceM = 500,
            vehicle = "51C-999.99",
            route = new { type = "LineString", coordinates = new[] { new[] { 106.0, 21.0 }, new[] { 107.0, 21.0 } } },
        });
        using var depart = await product.Http.PostAsJsonAsync($"shipments/{second["id"]}/depart", new { });
        depart.StatusCode.Should().Be(HttpStatusCode.Conflict);
        JsonNode.Parse(await depart.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(e => e.Key).Should().Contain("vehicle");
        using var close = await product.Http.PostAsJsonAsync($"shipments/{second["id"]}/close", new { });
        close.StatusCode.Should().Be(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Nothing_is_told_without_the_key()
    {
        var product = await Shared.Value;
        using var stranger = new HttpClient { BaseAddress = product.ApiProcess.Address };
        foreach (var path in new[] { "/api/v1/shipments", "/api/v1/alerts", "/metrics", "/orleans", "/live/negotiate?negotiateVersion=1" })
            (await stranger.SendAsync(new HttpRequestMessage(path.StartsWith("/live", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path))).StatusCode
                .Should().Be(HttpStatusCode.Unauthorized, path);
    }

    // One product for the tests that only ask it questions.
    static readonly Lazy<Task<RunningProduct>> Shared = new(() => RunningProduct.Start());

    static long Count(JsonNode? source) => (long)source!["count"]!;

    static string Header(Confluent.Kafka.ConsumeResult<string, byte[]> message, string name) =>
        message.Message.Headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";

    static byte[]? Malformed(int i, DateTimeOffset at) => (i % 10) switch
    {
        0 => null,
        1 => Encoding.UTF8.GetBytes($"{{\"asset\":\"vehicle/BAD{i}\",\"at\":"),
        2 => Encoding.UTF8.GetBytes($"not json {i}"),
        3 => Encoding.UTF8.GetBytes(Telemetry.Position($"vehicle/BAD{i}", at, 123, 106, i)),
        4 => Encoding.UTF8.GetBytes(Telemetry.Position("container/MSKU9070324", at, 21, 106, i)),
        5 => Encoding.UTF8.GetBytes($"{{\"asset\":\"vehicle/BAD{i}\",\"lat\":21,\"lon\":106}}"),
        6 => Encoding.UTF8.GetBytes($"{{\"asset\":\"ship/BAD{i}\",\"at\":\"2026-01-01T00:00:00Z\",\"lat\":21,\"lon\":106}}"),
        7 => Encoding.UTF8.GetBytes($"{{\"asset\":\"vehicle/BAD{i}\",\"at\":\"yesterday\",\"lat\":21,\"lon\":106}}"),
        8 => [0xff, 0xfe, (byte)i, (byte)(i >> 8)],
        _ => Encoding.UTF8.GetBytes($"[{i}]"),
    };
}
