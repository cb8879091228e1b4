using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ShipmentTracker.Api.Tests.Support;

namespace ShipmentTracker.Api.Tests;

public sealed class AuthTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Every_operation_that_is_described_refuses_a_stranger()
    {
        var description = JsonDocument.Parse(await api.Stranger.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))).RootElement;
        var operations = description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method.Name))).ToList();

        operations.Should().HaveCountGreaterThan(13);
        foreach (var (path, method) in operations)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path.Replace("{", "").Replace("}", ""));
            var (response, body) = await ApiHost.Read(await api.Stranger.SendAsync(request));

            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "{0} {1} is closed", method, path);
            response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
            response.Headers.WwwAuthenticate.ToString().Should().Contain("Bearer");
            body.GetProperty("status").GetInt32().Should().Be(401);
        }
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/orleans")]
    [InlineData("/orleans/ClusterStats")]
    [InlineData("/orleans/index.min.js")]
    [InlineData("/live")]
    [InlineData("/live/negotiate?negotiateVersion=1")]
    [InlineData("/api/v1/nothing/of/the/kind")]
    public async Task What_is_not_described_refuses_a_stranger_too(string path)
    {
        using var method = new HttpRequestMessage(path.Contains("negotiate") ? HttpMethod.Post : HttpMethod.Get, path);
        (await api.Stranger.SendAsync(method)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/")]
    public async Task A_stranger_may_see_pages_health_and_description(string path) =>
        (await api.Stranger.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);

    [Theory]
    [InlineData("Authorization", "Bearer " + ApiHost.Key)]
    [InlineData("Authorization", "bearer " + ApiHost.Key)]
    [InlineData("X-Api-Key", ApiHost.Key)]
    public async Task A_key_opens(string header, string value) => (await Send("/api/v1/shipments", header, value)).StatusCode.Should().Be(HttpStatusCode.OK);

    [Theory]
    [InlineData("Authorization", "Bearer " + ApiHost.Key + "x")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Basic eDpseHh4")]
    [InlineData("X-Api-Key", "")]
    [InlineData("X-Api-Key", "wrong")]
    public async Task Anything_else_does_not(string header, string value) =>
        (await Send("/api/v1/shipments", header, value)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_browser_is_asked_for_a_password_where_operators_look()
    {
        var asked = await api.Stranger.GetAsync(new Uri("/metrics", UriKind.Relative));
        asked.Headers.WwwAuthenticate.ToString().Should().StartWith("Basic");

        var basic = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + ApiHost.Key))).ToString();
        (await Send("/metrics", "Authorization", basic)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await Send("/orleans/", "Authorization", basic)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await Send("/api/v1/shipments", "Authorization", basic)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "scripts of other sites could use a password a browser has kept");
    }

    [Fact]
    public async Task A_key_in_the_query_opens_the_live_hub_only_and_is_never_logged()
    {
        var query = $"?access_token={ApiHost.Key}";
        (await api.Stranger.PostAsync(new Uri("/live/negotiate" + query + "&negotiateVersion=1", UriKind.Relative), null)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await api.Stranger.GetAsync(new Uri("/api/v1/shipments" + query, UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        api.Log.Lines.Should().NotContain(line => line.Contains(ApiHost.Key));
    }

    async Task<HttpResponseMessage> Send(string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return await api.Stranger.SendAsync(request);
    }
}
