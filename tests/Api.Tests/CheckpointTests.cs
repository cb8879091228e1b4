using System.Net;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests;

public sealed class CheckpointTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Checkpoints_are_listed_and_told_one_by_one()
    {
        var (_, page) = await api.Get("/api/v1/history/checkpoints?take=2");
        page.GetProperty("next").GetString().Should().Be("more");
        page.GetProperty("items")[0].GetRawText().Should().Be(
            $$"""{"number":3,"upToSequence":30,"events":10,"digest":"{{string.Concat(Enumerable.Repeat("30", 32))}}","madeAt":"2026-11-22T08:18:30Z"}""");

        var (_, one) = await api.Get("/api/v1/history/checkpoints/3");
        one.GetRawText().Should().Be(page.GetProperty("items")[0].GetRawText());
        (await api.Get("/api/v1/history/checkpoints/4")).Response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await api.Get("/api/v1/history/checkpoints/last")).Response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_verified_is_told_and_what_does_not_fit()
    {
        api.Checkpoints.Verification = new Verification(3, 30, null, 3);
        var (_, intact) = await api.Get("/api/v1/history/checkpoints/verify");
        intact.GetRawText().Should().Be("""{"intact":true,"checked":3,"events":30,"broken":null,"next":3}""");
        api.Checkpoints.Asked.Should().Be((0L, 10));

        api.Checkpoints.Verification = new Verification(2, 10, new BrokenCheckpoint(2, 10, 20, "there are 9 events where there were 10"), null);
        var (_, broken) = await api.Get("/api/v1/history/checkpoints/verify?after=3&take=50");
        broken.GetRawText().Should().Be(
            """{"intact":false,"checked":2,"events":10,"broken":{"number":2,"afterSequence":10,"upToSequence":20,"reason":"there are 9 events where there were 10"},"next":null}""");
        api.Checkpoints.Asked.Should().Be((3L, 50));
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("take=0", "take")]
    [InlineData("take=51", "take")]
    public async Task Wrong_questions_are_told_what_to_mend(string query, string field)
    {
        var (response, problem) = await api.Get($"/api/v1/history/checkpoints/verify?{query}");
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Equal(field);
    }
}
