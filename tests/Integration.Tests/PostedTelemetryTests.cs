using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ShipmentTracker.Integration.Tests.Product;

namespace ShipmentTracker.Integration.Tests;

/// <summary>A gateway that speaks HTTP only, with a key of its own.</summary>
public sealed class PostedTelemetryTests
{
    [Fact]
    public async Task What_a_gateway_posts_is_judged_like_all_telemetry_and_written_once()
    {
        await using var product = await RunningProduct.Start();
        await product.Depart("29H81234", "VN0012345");
        var key = (string)(await product.Post("keys", new { name = "gate 3", role = "gateway" }))["key"]!;
        using var gateway = new HttpClient { BaseAddress = product.Http.BaseAddress };
        gateway.DefaultRequestHeaders.Add("X-Api-Key", key);
        var at = DateTimeOffset.UtcNow;
        var post = new JsonArray(
            With("tracking.positions", Telemetry.Position("vehicle/29H81234", at, 21, 106.5, 1)),
            With("tracking.positions", """{"asset":"vehicle/29H81234","at":"yesterday","lat":21,"lon":106.5}"""),
            With("tracking.seals", Telemetry.Seal("seal/VN0012345", at, "cut", 1))).ToJsonString();

        var first = await Send(gateway, post, "p-1");
        var again = await Send(gateway, post, "p-1");
        var without = await Send(gateway, post, null);

        first.Status.Should().Be(HttpStatusCode.Accepted);
        JsonNode.Parse(first.Body)!["accepted"]!.GetValue<int>().Should().Be(2);
        JsonNode.Parse(first.Body)!["errors"]![0]!["item"]!.GetValue<int>().Should().Be(1);
        again.Should().Be(first);
        without.Should().Be(first);
        await Eventually.True(async () => (await product.Get("alerts?rule=seal-breach"))!["items"]!.AsArray().Count == 1, "the cut seal is told", 60);
        await Eventually.True(async () => (long)(await product.Get("assets/vehicle/29H81234"))!["duplicates"]! == 1, "the post without a key came twice, and was known", 60);
        (await product.StoredReadings()).Should().Be((2, 2));
        FluentActions.Invoking(() => product.Telemetry.Read("tracking.deadletter", 1, 3)).Should().Throw<TimeoutException>("what cannot be used was refused at the door");

        (await gateway.GetAsync("shipments")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        await Eventually.True(
            async () => (await product.Get("audit?actor=gateway:gate 3"))!["items"]!.AsArray().Count(a => (string)a!["what"]! == "PostTelemetry" && (int?)a["status"] == 202) == 3, "the audit has it all", 60);
    }

    static JsonNode With(string topic, string message)
    {
        var node = JsonNode.Parse(message)!;
        node["topic"] = topic;
        return node;
    }

    static async Task<(HttpStatusCode Status, string Body)> Send(HttpClient client, string body, string? idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "telemetry") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
