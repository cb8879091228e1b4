using System.Net;
using System.Text;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Api.Tests;

public sealed class TelemetryTests : IAsyncLifetime
{
    const string Position = """{"topic":"tracking.positions","asset":"vehicle/29H81234","at":"2026-11-22T08:15:30Z","lat":21.8531,"lon":106.7612}""";

    readonly ApiHost api = new();

    public Task InitializeAsync()
    {
        api.Settings["Telemetry:MaxItems"] = "3";
        api.Settings["Telemetry:MaxBytes"] = "2000";
        return api.InitializeAsync();
    }

    public Task DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Accepted_means_all_but_those_that_are_named()
    {
        api.Cluster.Telemetry.Answer = _ => new TelemetryReceipt(1, [new ItemError(1, "lat and lon are missing")]);
        var (response, body) = await api.Post("/api/v1/telemetry", $$"""[{{Position}},{"topic":"tracking.positions","asset":"vehicle/1"}]""");

        response.StatusCode.Should().Be(HttpStatusCode.Accepted);
        body.GetRawText().Should().Be("""{"accepted":1,"errors":[{"item":1,"message":"lat and lon are missing"}]}""");
        var post = api.Cluster.Telemetry.Posts.Single();
        post.Credential.Should().Be("configuration");
        post.IdempotencyKey.Should().BeNull();
        post.Items[0].Topic.Should().Be("tracking.positions");
        Encoding.UTF8.GetString([.. post.Items[0].Value]).Should().Be("""{"asset":"vehicle/29H81234","at":"2026-11-22T08:15:30Z","lat":21.8531,"lon":106.7612}""");
    }

    [Fact]
    public async Task A_post_of_which_nothing_can_be_used_is_refused_item_by_item()
    {
        api.Cluster.Telemetry.Answer = _ => new TelemetryReceipt(0, [new ItemError(0, "at is missing")]);
        var (response, problem) = await api.Post("/api/v1/telemetry", "[{}]");
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetRawText().Should().Be("""{"[0]":["at is missing"]}""");
    }

    [Theory]
    [InlineData("{}", "must be an array of messages")]
    [InlineData("[]", "at least one message")]
    [InlineData("[1,2,3,4]", "at most 3 messages, not 4")]
    [InlineData("[{]", "not valid JSON (line 1, byte 3)")]
    [InlineData("", "not valid JSON")]
    public async Task What_is_no_post_says_what_to_mend(string json, string why)
    {
        var (response, problem) = await api.Post("/api/v1/telemetry", json);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty("body")[0].GetString().Should().Contain(why);
        api.Cluster.Telemetry.Posts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_post_that_is_too_large_is_413()
    {
        var (response, _) = await api.Post("/api/v1/telemetry", $"[{Position}{new string(' ', 2000)}]");
        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task The_idempotency_key_is_passed_on_and_one_that_is_used_up_is_a_conflict()
    {
        using var request = Keyed("shift-7/000123");
        (await api.Client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Accepted);
        api.Cluster.Telemetry.Posts.Single().IdempotencyKey.Should().Be("shift-7/000123");

        api.Cluster.Telemetry.Answer = _ => Rejection.Conflict("Idempotency-Key", "was used for other messages");
        using var again = Keyed("shift-7/000123");
        (await api.Client.SendAsync(again)).StatusCode.Should().Be(HttpStatusCode.Conflict);

        using var wrong = Keyed(new string('x', 201));
        (await api.Client.SendAsync(wrong)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_the_broker_has_not_acknowledged_is_503()
    {
        api.Cluster.Telemetry.Answer = _ => throw new TimeoutException("the broker has not acknowledged the messages");
        var (response, _) = await api.Post("/api/v1/telemetry", $"[{Position}]");
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.Should().NotBeNull();
    }

    static HttpRequestMessage Keyed(string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/telemetry") { Content = new StringContent($"[{Position}]", Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }
}
