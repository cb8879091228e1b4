using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Tests;

/// <summary>What stands between the network and the endpoints.</summary>
public sealed class EdgeTests : IAsyncLifetime
{
    static readonly Uri Alerts = new("/api/v1/alerts", UriKind.Relative);
    static readonly Uri Telemetry = new("/api/v1/telemetry", UriKind.Relative);

    readonly ApiHost api = new();

    public Task InitializeAsync()
    {
        api.Settings["RateLimits:PerKey"] = "20";
        api.Settings["RateLimits:TelemetryPerKey"] = "10";
        api.Settings["RateLimits:PerStranger"] = "15";
        api.Settings["Edge:Origins:0"] = "https://portal.example.org";
        return api.InitializeAsync();
    }

    public Task DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_key_that_asks_too_often_waits_and_others_do_not()
    {
        using var busy = await api.ClientOf(Role.Officer);
        using var calm = await api.ClientOf(Role.Officer);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 30; i++) answers.Add(await busy.GetAsync(Alerts));

        answers[0].StatusCode.Should().Be(HttpStatusCode.OK);
        var limited = answers.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        limited.Should().NotBeEmpty();
        limited[0].Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        limited[0].Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await calm.GetAsync(Alerts)).StatusCode.Should().Be(HttpStatusCode.OK);
        for (var i = 0; i < 40; i++) (await api.Client.GetAsync(Alerts)).StatusCode.Should().Be(HttpStatusCode.OK, "the product's own scripts are not held up");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(90)]
    [InlineData(119)]
    [InlineData(1200)]
    public void As_much_comes_back_in_a_minute_as_is_configured(int perMinute)
    {
        var bucket = EdgeExtensions.Bucket(perMinute);
        bucket.TokenLimit.Should().Be(perMinute);
        (bucket.TokensPerPeriod / bucket.ReplenishmentPeriod.TotalMinutes).Should().BeApproximately(perMinute, 0.001);
    }

    [Fact]
    public async Task Telemetry_has_a_limit_of_its_own()
    {
        using var gateway = await api.ClientOf(Role.Gateway);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            using var post = new StringContent("[{}]", Encoding.UTF8, "application/json");
            statuses.Add((await gateway.PostAsync(Telemetry, post)).StatusCode);
        }

        statuses[0].Should().Be(HttpStatusCode.Accepted);
        statuses.Should().Contain(HttpStatusCode.TooManyRequests);
        (await gateway.GetAsync(Alerts)).StatusCode.Should().Be(HttpStatusCode.Forbidden, "its other requests are counted apart");
    }

    [Fact]
    public async Task Strangers_are_limited_by_where_they_come_from_and_health_is_not()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 25; i++)
        {
            using var guess = api.ClientWith($"stk_aaaaaaaaaaaa{i:00}_{new string('A', 43)}");
            statuses.Add((await guess.GetAsync(Alerts)).StatusCode);
        }

        statuses[0].Should().Be(HttpStatusCode.Unauthorized);
        statuses.Should().Contain(HttpStatusCode.TooManyRequests);
        for (var i = 0; i < 30; i++) (await api.Stranger.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await api.Client.GetAsync(Alerts)).StatusCode.Should().Be(HttpStatusCode.OK, "who has a key is not counted with them");
    }

    [Theory]
    [InlineData("/api/v1/alerts", "default-src 'none'")]
    [InlineData("/api/v1/nothing", "default-src 'none'")]
    [InlineData("/health/live", "default-src 'none'")]
    [InlineData("/", "script-src 'self';")]
    [InlineData("/alerts/some", "script-src 'self';")]
    [InlineData("/docs/", "script-src 'self' 'unsafe-inline' 'unsafe-eval';")]
    public async Task Every_answer_keeps_browsers_careful(string path, string policy)
    {
        var headers = (await api.Client.GetAsync(new Uri(path, UriKind.Relative))).Headers;
        headers.GetValues("Content-Security-Policy").Single().Should().Contain(policy).And.Contain("frame-ancestors 'none'");
        headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        headers.GetValues("X-Frame-Options").Should().Equal("DENY");
        headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        headers.Contains("Server").Should().BeFalse();
        if (path.StartsWith("/api")) headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task An_answer_that_failed_keeps_them_careful_too()
    {
        api.History.Failure = new InvalidOperationException("inside");
        var answer = await api.Client.GetAsync(Alerts);
        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'");
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("inside");
    }

    [Fact]
    public async Task Pages_of_other_origins_may_call_only_where_that_is_configured()
    {
        (await Preflight("https://portal.example.org")).Headers.GetValues("Access-Control-Allow-Origin").Should().Equal("https://portal.example.org");
        (await Preflight("https://evil.example.org")).Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse();

        var closed = new ApiHost();
        await closed.InitializeAsync();
        (await Preflight("https://portal.example.org", closed)).Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse("nobody by default");
        await closed.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_is_believed_about_where_they_come_from_unless_told_so()
    {
        await From(api, "10.1.2.3");
        api.Cluster.Audit.Notes.OfType<BeginNote>().Last().By.From.Should().Be("127.0.0.1");

        var behind = new ApiHost { Settings = { ["Edge:TrustedProxies:0"] = "127.0.0.1" } };
        await behind.InitializeAsync();
        await From(behind, "10.1.2.3");
        behind.Cluster.Audit.Notes.OfType<BeginNote>().Last().By.From.Should().Be("10.1.2.3");
        await behind.DisposeAsync();
    }

    [Fact]
    public async Task No_secret_is_logged_wherever_it_was_sent()
    {
        var key = await api.NewKey(Role.Officer);
        var (query, wrong) = ($"access_token={key}", key[..^4] + "AAAA");
        using var client = api.ClientWith(key);
        await client.GetAsync(Alerts);
        await client.GetAsync(new Uri($"/api/v1/alerts?{query}&take=x", UriKind.Relative));
        await client.PostAsync(new Uri($"/live/negotiate?negotiateVersion=1&{query}", UriKind.Relative), null);
        using var bad = api.ClientWith(wrong);
        await bad.GetAsync(Alerts);
        await bad.GetAsync(new Uri($"/live?access_token={wrong}", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("x:" + key)));
        await api.Stranger.SendAsync(request);
        api.History.Failure = new InvalidOperationException("a mistake of ours");
        await client.GetAsync(new Uri($"/api/v1/alerts?{query}", UriKind.Relative));
        await using var hub = api.Hub(key);
        await hub.StartAsync();

        var secret = key[^43..^4];
        api.Log.Lines.Should().NotBeEmpty();
        api.Log.Lines.Should().NotContain(line => line.Contains(secret) || line.Contains(ApiHost.Key) || line.Contains("secret-of-the-database"));
    }

    [Theory]
    [InlineData("RateLimits:PerKey", "0")]
    [InlineData("Edge:Origins:0", "portal.example.org")]
    [InlineData("Edge:Origins:0", "https://portal.example.org/path")]
    [InlineData("Edge:TrustedProxies:0", "gateway")]
    [InlineData("Keys:CacheFor", "01:00:00")]
    [InlineData("Telemetry:MaxItems", "0")]
    [InlineData("Oidc:Authority", "https://login.example.org")]
    public async Task Settings_that_make_no_sense_end_the_start_with_a_sentence(string setting, string value)
    {
        var wrong = new ApiHost { Settings = { [setting] = value } };
        (await FluentActions.Awaiting(wrong.InitializeAsync).Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>())
            .Which.Message.Should().Contain(setting.Split(':')[0]);
    }

    static async Task From(ApiHost api, string claimed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/telemetry") { Content = new StringContent("[{}]", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Forwarded-For", claimed);
        (await api.Client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    async Task<HttpResponseMessage> Preflight(string origin, ApiHost? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/alerts");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        return await (host ?? api).Stranger.SendAsync(request);
    }
}
