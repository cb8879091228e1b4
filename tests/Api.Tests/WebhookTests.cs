using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Contracts.Webhooks;

namespace ShipmentTracker.Api.Tests;

public sealed class WebhookTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_webhook_is_made_and_its_secret_told_once()
    {
        var (response, made) = await api.Post(
            "/api/v1/webhooks",
            """{"carrier":"An Phat","url":"https://an-phat.example/hook","types":["*"],"shipments":["2026-000123"],"rules":["seal-breach"],"positionEveryMinutes":30}""");

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var id = made.GetProperty("id").GetString()!;
        response.Headers.Location!.ToString().Should().Be("/api/v1/webhooks/" + id);
        made.GetProperty("secret").GetString().Should().StartWith("whsec_");
        var facts = api.Cluster.Webhooks.All[id];
        (facts.Carrier, facts.PositionEveryMinutes, facts.CreatedBy).Should().Be(("An Phat", 30, "administrator"));

        var (_, told) = await api.Get("/api/v1/webhooks/" + id);
        told.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo(
            "id", "carrier", "url", "types", "shipments", "rules", "positionEveryMinutes", "status", "reason", "statusSince", "createdAt", "createdBy", "oldSecretUntil",
            "failuresInARow", "failingSince", "holdUntil", "lastDeliveredAt", "pending");
        told.GetProperty("status").GetString().Should().Be("active");
        var (_, list) = await api.Get("/api/v1/webhooks");
        list.GetProperty("items").EnumerateArray().Select(w => w.GetProperty("id").GetString()).Should().Contain(id);
        api.Log.Lines.Should().NotContain(line => line.Contains("whsec_c2VjcmV0"));
    }

    [Theory]
    [InlineData("""{"types":["*"]}""", "url")]
    [InlineData("""{"url":"http://an-phat.example","types":["*"]}""", "url")]
    [InlineData("""{"url":"https://192.168.1.1/","types":["*"]}""", "url")]
    [InlineData("""{"url":"https://an-phat.example"}""", "types")]
    [InlineData("""{"url":"https://an-phat.example","types":["alert.raised"]}""", "types[0]")]
    [InlineData("""{"url":"https://an-phat.example","types":["*"],"rules":["no-rule"]}""", "rules[0]")]
    [InlineData("""{"url":"https://an-phat.example","types":["*"],"positionEveryMinutes":7}""", "positionEveryMinutes")]
    public async Task What_cannot_be_one_is_refused_with_what_to_mend(string json, string field)
    {
        var (response, problem) = await api.Post("/api/v1/webhooks", json);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue(problem.GetRawText());
    }

    [Fact]
    public async Task Each_act_reaches_the_webhook_and_tells_what_came_of_it()
    {
        var id = await New();
        var at = "/api/v1/webhooks/" + id;
        var (_, rotated) = await api.Post(at + "/rotate");
        rotated.GetProperty("secret").GetString().Should().Be("whsec_bmV3");
        rotated.GetProperty("oldSecretUntil").GetDateTimeOffset().Should().Be(Samples.Now.AddDays(1));
        (await api.Post(at + "/resume")).Body.GetProperty("pending").GetInt32().Should().Be(3);
        (await api.Post(at + "/test")).Body.GetProperty("tries")[0].GetProperty("httpStatus").GetInt32().Should().Be(500);
        (await api.Post(at + "/deliveries/17/redeliver")).Response.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var (ranged, count) = await api.Post(at + "/redeliver", """{"from":"2026-11-22T08:00:00Z","to":"2026-11-22T16:00:00+07:00"}""");
        ranged.StatusCode.Should().Be(HttpStatusCode.Accepted);
        count.GetProperty("notices").GetInt32().Should().Be(3);
        var (_, deliveries) = await api.Get(at + "/deliveries?status=failed");
        deliveries.GetProperty("next").GetString().Should().Be("next");
        deliveries.GetProperty("items")[0].EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo(
            "id", "webhookId", "type", "shipment", "status", "createdAt", "nextTryAt", "redelivery", "tries");
        api.Cluster.Webhooks.AskedDeliveries.Should().Be((id, DeliveryStatus.Failed));
        (await api.Client.DeleteAsync(new Uri(at, UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await api.Get(at)).Response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        api.Cluster.Webhooks.Acts.Where(a => a.Webhook == id && a.Act != "get").Should().OnlyContain(a => a.Command == new WebhookCommand(null, "administrator"));
    }

    [Fact]
    public void A_test_may_take_as_long_as_its_receiver_may()
    {
        var grains = typeof(IWebhookGrain).GetMethod(nameof(IWebhookGrain.Test))!.GetCustomAttribute<ResponseTimeoutAttribute>()!.Timeout;
        grains.Should().BeGreaterThan(TimeSpan.FromMinutes(1), "so long may Webhooks:Timeout be");
        var endpoint = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == "TestWebhook");
        endpoint.Metadata.GetMetadata<RequestTimeoutPolicy>()!.Timeout.Should().BeGreaterThan(grains!.Value);
    }

    [Fact]
    public async Task A_carrier_has_its_own_and_knows_no_other()
    {
        using var carrier = await api.ClientOf(Role.Carrier, "An Phat");
        var made = await carrier.PostAsJsonAsync("/api/v1/webhooks", new { url = "https://an-phat.example/hook", types = new[] { "*" } });
        made.StatusCode.Should().Be(HttpStatusCode.Created);
        var own = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        api.Cluster.Webhooks.All[own].Carrier.Should().Be("An Phat");
        (await carrier.PostAsJsonAsync("/api/v1/webhooks", new { carrier = "Blue Line", url = "https://an-phat.example/hook", types = new[] { "*" } }))
            .StatusCode.Should().Be(HttpStatusCode.Forbidden);

        var foreign = await New("Blue Line");
        var everybodys = await New(null);
        foreach (var id in new[] { foreign, everybodys, "0123456789abcdef0123456789abcdef", "x" })
        {
            foreach (var path in new[] { "", "/deliveries" })
                (await carrier.GetAsync(new Uri($"/api/v1/webhooks/{id}{path}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NotFound);
            foreach (var path in new[] { "/test", "/rotate", "/resume", "/deliveries/17/redeliver" })
                (await carrier.PostAsync(new Uri($"/api/v1/webhooks/{id}{path}", UriKind.Relative), null)).StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await carrier.PostAsJsonAsync($"/api/v1/webhooks/{id}/redeliver", new { from = Samples.Now, to = Samples.Now })).StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await carrier.DeleteAsync(new Uri($"/api/v1/webhooks/{id}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        }

        var list = await carrier.GetFromJsonAsync<JsonElement>("/api/v1/webhooks?carrier=Blue%20Line");
        list.GetProperty("items").EnumerateArray().Should().OnlyContain(w => w.GetProperty("carrier").GetString() == "An Phat");
        (await carrier.GetAsync(new Uri($"/api/v1/webhooks/{own}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Role.Officer)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Gateway)]
    public async Task Others_have_none(Role role)
    {
        using var client = await api.ClientOf(role);
        (await client.GetAsync(new Uri("/api/v1/webhooks", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    async Task<string> New(string? carrier = "An Phat") =>
        (await api.Post("/api/v1/webhooks", JsonSerializer.Serialize(new { carrier, url = "https://an-phat.example/hook", types = new[] { "*" } }))).Body.GetProperty("id").GetString()!;
}
