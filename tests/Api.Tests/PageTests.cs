using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Hosting;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Tests;

public sealed class PageTests : IAsyncLifetime
{
    readonly ApiHost api = new() { Settings = { ["Page:TileUrl"] = "https://tiles.example/{z}/{x}/{y}.png", ["Page:TileAttribution"] = "Example" } };

    public Task InitializeAsync() => api.InitializeAsync();

    public Task DisposeAsync() => api.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/alerts/seal-VN0012345-seal-breach-20261122T081530000Z")]
    [InlineData("/shipments")]
    [InlineData("/shipments/2026-000123/charts")]
    [InlineData("/assets/seal/VN0012345")]
    [InlineData("/replay/2026-000123")]
    [InlineData("/admin/keys")]
    public async Task Every_place_within_the_page_is_the_page(string path)
    {
        var answer = await api.Stranger.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("<div id=\"page\">");
        answer.Headers.CacheControl!.NoCache.Should().BeTrue("a new version must be seen at once");
    }

    [Fact]
    public async Task Its_files_are_kept_for_ever_and_come_compressed()
    {
        var page = await api.Stranger.GetStringAsync(new Uri("/", UriKind.Relative));
        var script = System.Text.RegularExpressions.Regex.Match(page, "src=\"(/assets/[^\"]+\\.js)\"").Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, script);
        request.Headers.AcceptEncoding.ParseAdd("br");
        var answer = await api.Stranger.SendAsync(request);
        answer.Content.Headers.ContentEncoding.Should().Equal("br");
        answer.Headers.CacheControl!.ToString().Should().Contain("immutable");
        (await api.Stranger.GetAsync(new Uri("/assets/gone-12345678.js", UriKind.Relative))).StatusCode.Should().NotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_the_tiles_that_were_asked_for_may_come_from_elsewhere()
    {
        var (_, body) = await api.Get("/api/v1/page");
        body.GetRawText().Should().StartWith("""{"tileUrl":"https://tiles.example/{z}/{x}/{y}.png","tileAttribution":"Example",""");
        var policy = (await api.Get("/health/live")).Response.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().NotContain("tiles.example", "only a page has a map");
        policy = (await api.Client.GetAsync(new Uri("/alerts/any", UriKind.Relative))).Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("img-src 'self' data: blob: https://tiles.example;").And.Contain("connect-src 'self' ws: wss: https://tiles.example;");
    }

    [Fact]
    public async Task It_is_told_who_asks_and_what_they_may()
    {
        using var carrier = await api.ClientOf(Role.Carrier, "Blue Line");
        var you = (await carrier.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/page", UriKind.Relative))).GetProperty("you");
        you.GetProperty("role").GetString().Should().Be("carrier");
        you.GetProperty("carrier").GetString().Should().Be("Blue Line");
        you.GetProperty("may").EnumerateArray().Select(p => p.GetString()).Should().Contain("readShipments").And.NotContain("handleAlerts").And.NotContain("manageKeys");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("/tiles/{z}/{x}/{y}.png", true)]
    [InlineData("https://tiles.example/{z}/{x}.png", false)]
    [InlineData("ftp://tiles.example/{z}/{x}/{y}.png", false)]
    public void A_tile_address_that_could_not_work_is_refused(string? url, bool isRight) =>
        new PageOptionsValidator().Validate(null, new PageOptions { TileUrl = url }).Should().Match<ValidateOptionsResult>(r => r.Succeeded == isRight);
}
