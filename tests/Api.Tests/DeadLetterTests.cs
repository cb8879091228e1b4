using System.Net;
using System.Text.Json;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests;

public sealed class DeadLetterTests : IClassFixture<ApiHost>
{
    const string List = "/api/v1/dead-letters";

    readonly ApiHost api;

    public DeadLetterTests(ApiHost api)
    {
        this.api = api;
        api.DeadLetters.Failure = null;
    }

    [Fact]
    public async Task A_sender_has_its_names()
    {
        var (response, page) = await api.Get(List);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        Names(page).Should().Equal("items", "next");
        page.GetProperty("next").GetString().Should().Be("next");
        var source = page.GetProperty("items")[0];
        Names(source).Should().BeEquivalentTo("asset", "topic", "partition", "count", "firstAt", "lastAt", "recent");
        source.GetProperty("asset").GetString().Should().Be("seal/VN0012345");
        source.GetProperty("count").GetInt64().Should().Be(12_345);
        source.GetProperty("lastAt").GetString().Should().EndWith("Z");
        var letter = source.GetProperty("recent")[0];
        Names(letter).Should().BeEquivalentTo("offset", "receivedAt", "reason", "message");
        letter.GetProperty("offset").GetInt64().Should().Be(77);
        letter.GetProperty("message").GetString().Should().Be(FakeDeadLetters.Source.Recent[0].Message);
        page.GetProperty("items")[1].GetProperty("asset").ValueKind.Should().Be(JsonValueKind.Null, "the key names none");
    }

    [Fact]
    public async Task The_filter_and_the_place_are_passed_on()
    {
        await api.Get($"{List}?asset=seal/VN0012345&cursor=xyz&take=7");
        api.DeadLetters.Asked.Should().Be(((AssetId?)Samples.Seal, "xyz", 7));

        await api.Get($"{List}?asset=&cursor=");
        api.DeadLetters.Asked.Should().Be(((AssetId?)null, (string?)null, 50));
    }

    [Theory]
    [InlineData("asset=VN0012345", "asset")]
    [InlineData("asset=seal/vn0012345", "asset")]
    [InlineData("asset=ship/VN0012345", "asset")]
    [InlineData("take=501", "take")]
    public async Task What_cannot_be_asked_names_the_field(string query, string field)
    {
        var (response, problem) = await api.Get($"{List}?{query}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        problem.GetProperty("errors").GetProperty(field)[0].GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        api.DeadLetters.Failure = new BadCursorException();

        var (response, problem) = await api.Get($"{List}?cursor=YTE");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty("cursor")[0].GetString().Should().Contain("given out");
    }

    [Theory]
    [InlineData(Role.Administrator, HttpStatusCode.OK)]
    [InlineData(Role.Officer, HttpStatusCode.OK)]
    [InlineData(Role.Auditor, HttpStatusCode.OK)]
    [InlineData(Role.Carrier, HttpStatusCode.Forbidden)]
    [InlineData(Role.Gateway, HttpStatusCode.Forbidden)]
    public async Task They_are_told_to_whoever_sees_everybodys_alerts(Role role, HttpStatusCode status)
    {
        using var client = await api.ClientOf(role);
        (await client.GetAsync(new Uri(List, UriKind.Relative))).StatusCode.Should().Be(status);
    }

    static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
