using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests;

public sealed class ProblemTests : IClassFixture<ApiHost>
{
    readonly ApiHost api;

    public ProblemTests(ApiHost api)
    {
        this.api = api;
        api.Cluster.Failure = null;
        api.Cluster.Away = false;
        api.History.Failure = null;
        api.History.Exists = true;
        api.History.Points = [];
    }

    public static TheoryData<string, string> BadQueries => new()
    {
        { "/api/v1/shipments?status=lost", "status" },
        { "/api/v1/shipments?status=InTransit", "status" },
        { "/api/v1/shipments?take=0", "take" },
        { "/api/v1/shipments?take=501", "take" },
        { "/api/v1/shipments?take=ten", "take" },
        { "/api/v1/shipments?take=1&take=2", "take" },
        { "/api/v1/shipments?q=" + new string('x', 201), "q" },
        { "/api/v1/alerts?status=0", "status" },
        { "/api/v1/alerts?rule=seal", "rule" },
        { "/api/v1/alerts?asset=29H81234", "asset" },
        { "/api/v1/assets/truck/29H81234", "kind" },
        { "/api/v1/assets/vehicle/29h81234", "id" },
        { "/api/v1/history/truck/29H81234/events", "kind" },
        { "/api/v1/history/vehicle/29H81234/events?after=-1", "after" },
        { "/api/v1/history/vehicle/29H81234/state?at=yesterday", "at" },
        { "/api/v1/history/vehicle/29H81234/state?at=2026-11-22T08:15:30", "at" },
        { "/api/v1/history/vehicle/29H81234/state?knownAt=2026-13-22T08:15:30Z", "knownAt" },
        { "/api/v1/history/vehicle/29H81234/track?format=kml", "format" },
        { "/api/v1/history/vehicle/29H81234/track?from=2026-11-22T08:00:00Z&to=2026-11-22T07:00:00Z", "to" },
        { "/api/v1/history/shipment/2026-000123/track", "kind" },
    };

    public static TheoryData<string, string> BadBodies => new()
    {
        { "", "body" },
        { "null", "body" },
        { "{", "body" },
        { "[]", "body" },
        { "\"x\"", "body" },
        { """{"a":1,}""", "body" },
        { """{"toleranceM":"500"}""", "toleranceM" },
        { """{"carrier":7}""", "carrier" },
        { """{"carrier":"a","carrier":"b"}""", "carrier" },
        { """{"containers":"MSKU9070323"}""", "containers" },
        { """{"containers":["A",null]}""", "containers[1]" },
        { """{"seals":[7]}""", "seals[0]" },
        { """{"deadline":"tomorrow"}""", "deadline" },
        { """{"deadline":"2026-11-22T08:15:30"}""", "deadline" },
        { """{"limits":{"signalLostSeconds":-1}}""", "limits.signalLostSeconds" },
        { """{"limits":{"signalLostSeconds":1e300}}""", "limits.signalLostSeconds" },
        { """{"limits":{"sealSilenceSeconds":"x"}}""", "limits.sealSilenceSeconds" },
        { """{"route":"LINESTRING(1 2)"}""", "route" },
        { """{"route":{"type":"Polygon","coordinates":[]}}""", "route.type" },
        { """{"route":{"coordinates":[[1,2],[3,4]]}}""", "route.type" },
        { """{"route":{"type":"LineString"}}""", "route.coordinates" },
        { """{"route":{"type":"LineString","coordinates":[[1,2]]}}""", "route" },
        { """{"route":{"type":"LineString","coordinates":[[1,2],[3]]}}""", "route.coordinates[1]" },
        { """{"route":{"type":"LineString","coordinates":[[1,2],[3,"4"]]}}""", "route.coordinates[1]" },
        { """{"route":{"type":"LineString","coordinates":[[1,2],[3,4],[20.85,106.68]]}}""", "route.coordinates[2]" },
        { """{"route":{"type":"LineString","coordinates":[[1,2],[3,1e999]]}}""", "route.coordinates[1]" },
        { """{"zones":[null]}""", "zones[0].name" },
        { """{"zones":[{"name":"a","kind":"parking"}]}""", "zones[0].kind" },
        { """{"zones":[{"name":"a","kind":"stop"}]}""", "zones[0].area" },
        { """{"zones":[{"name":"a","kind":"stop","area":{"type":"Point","coordinates":[1,2]}}]}""", "zones[0].area.type" },
        { """{"zones":[{"name":"a","kind":"stop","area":{"type":"Polygon","coordinates":[]}}]}""", "zones[0].area.coordinates" },
        { """{"zones":[{"name":"a","kind":"stop","area":{"type":"Polygon","coordinates":[[[1,2],[1,3],[2,3],[1,2]],[[1,2],[1,3],[2,3],[1,2]]]}}]}""", "zones[0].area.coordinates" },
        { """{"zones":[{"name":"a","kind":"stop","area":{"type":"Polygon","coordinates":[[[1,2],[1,3],[1,2]]]}}]}""", "zones[0].area" },
        { """{"zones":[{"name":"a","kind":"stop","area":{"type":"Polygon","coordinates":[[[1,2],[1,3],[2,"3"],[1,2]]]}}]}""", "zones[0].area.coordinates[0][2]" },
        { $$"""{"declaration":"{{new string('x', 201)}}"}""", "declaration" },
        { """{"declaration":"a\u0000b"}""", "declaration" },
    };

    [Theory]
    [MemberData(nameof(BadQueries))]
    public async Task A_bad_query_or_path_is_told_by_its_field(string path, string field) => ShouldName(await api.Get(path), field);

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_told_by_its_field(string json, string field) => ShouldName(await api.Post("/api/v1/shipments", json), field);

    [Theory]
    [InlineData("""{"lat":91,"lon":"x"}""", "lon")]
    [InlineData("""{"lat":91,"lon":1,"seal":"VN1","until":"2026-11-22T08:15:30Z","from":"2026-11-22T07:15:30Z"}""", "lat")]
    [InlineData("""{"lat":9,"lon":1,"until":"2026-11-22T08:15:30Z","from":"2026-11-22T07:15:30Z"}""", "seal")]
    [InlineData("""{"lat":9,"lon":1,"seal":"VN1"}""", "until")]
    public async Task A_bad_unlock_is_told_by_its_field(string json, string field) => ShouldName(await api.Post("/api/v1/shipments/2026-000123/unlocks", json), field);

    [Fact]
    public async Task What_an_unlock_allows_is_the_grains_to_judge()
    {
        var shipment = api.Cluster.Shipments["2026-000778"] = new FakeShipment(null) { Refusal = Rejection.Invalid("radiusM", "is too far") };

        var answer = await api.Post(
            "/api/v1/shipments/2026-000778/unlocks",
            """{"lat":9,"lon":1,"seal":"VN1","radiusM":50001,"until":"2026-11-22T08:15:30Z","from":"2026-11-22T09:15:30Z"}""");

        shipment.Commands.Should().ContainSingle();
        ShouldName(answer, "radiusM");
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var (_, problem) = await api.Post("/api/v1/shipments/2026-000123/unlocks", "{}");
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().BeEquivalentTo("seal", "lat", "lon", "until");
    }

    [Fact]
    public async Task Faults_do_not_speak_of_our_types()
    {
        var (_, problem) = await api.Post("/api/v1/shipments", """{"toleranceM":"500"}""");
        problem.GetProperty("errors").GetProperty("toleranceM")[0].GetString().Should().Be("must be a number");
        problem.GetRawText().Should().NotContain("System.");
    }

    [Fact]
    public async Task Too_many_positions_are_refused_and_as_many_as_allowed_are_taken()
    {
        static string Route(int count)
        {
            var positions = Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"[106.123456,{i * 0.001:0.000000}]"));
            return """{"route":{"type":"LineString","coordinates":[""" + string.Join(',', positions) + "]}}";
        }

        ShouldName(await api.Post("/api/v1/shipments", Route(20_001)), "route");
        (await api.Post("/api/v1/shipments", Route(20_000))).Response.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        var (response, problem) = await api.Post("/api/v1/shipments", $$"""{"declaration":"{{new string('x', 3 * 1024 * 1024)}}"}""");
        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        problem.GetProperty("errors").TryGetProperty("body", out _).Should().BeTrue();
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_by_its_type_is_415()
    {
        using var form = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded");
        var (response, problem) = await ApiHost.Read(await api.Client.PostAsync(new Uri("/api/v1/shipments", UriKind.Relative), form));
        response.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        ShouldBeProblem(response, problem, 415);
    }

    [Fact]
    public async Task A_method_that_is_not_there_is_405_and_a_path_404()
    {
        var (wrongMethod, wrongMethodProblem) = await ApiHost.Read(await api.Client.DeleteAsync(new Uri("/api/v1/shipments/2026-000123", UriKind.Relative)));
        ShouldBeProblem(wrongMethod, wrongMethodProblem, 405);
        wrongMethod.Content.Headers.Allow.Should().Contain("GET");

        var (nowhere, nowhereProblem) = await api.Get("/api/v1/parcels");
        ShouldBeProblem(nowhere, nowhereProblem, 404);
    }

    [Theory]
    [InlineData("/api/v1/shipments/2026-999999")]
    [InlineData("/api/v1/shipments/%20x")]
    [InlineData("/api/v1/assets/vehicle/99Z99999")]
    [InlineData("/api/v1/alerts/vehicle-99Z99999-signal-lost-20261122T081530000Z")]
    [InlineData("/api/v1/alerts/nonsense")]
    [InlineData("/api/v1/history/vehicle/99Z99999/events")]
    [InlineData("/api/v1/history/vehicle/99Z99999/track")]
    [InlineData("/api/v1/history/vehicle/99Z99999/state")]
    public async Task What_is_not_there_is_404(string path)
    {
        api.History.Exists = false;
        var (response, problem) = await api.Get(path);
        ShouldBeProblem(response, problem, 404);
    }

    [Theory]
    [InlineData(RejectionKind.Invalid, 400)]
    [InlineData(RejectionKind.NotFound, 404)]
    [InlineData(RejectionKind.Conflict, 409)]
    public async Task A_refusal_of_the_grain_keeps_its_fields(RejectionKind kind, int status)
    {
        api.Cluster.Shipments["2026-000777"] = new FakeShipment(null) { Refusal = new Rejection(kind, "No", [new("vehicle", "is on shipment 2026-000001"), new("vehicle", "and tired")]) };

        var (response, problem) = await api.Post("/api/v1/shipments/2026-000777/depart");

        ShouldBeProblem(response, problem, status);
        problem.GetProperty("title").GetString().Should().Be("No");
        problem.GetProperty("errors").GetRawText().Should().Be("""{"vehicle":["is on shipment 2026-000001","and tired"]}""");
    }

    public static TheoryData<Exception> Aways => new()
    {
        new SiloUnavailableException("no silo at 10.0.0.7"),
        new TimeoutException("response did not arrive"),
        new NpgsqlException("host db-7.internal"),
        new PostgresException("the database system is shutting down", "FATAL", "FATAL", "57P01"),
        new AggregateException(new NpgsqlException("host db-7.internal")),
    };

    [Theory]
    [MemberData(nameof(Aways))]
    public async Task What_is_away_is_503_with_a_time_to_come_back(Exception failure)
    {
        api.Cluster.Failure = failure;
        api.History.Failure = failure;
        foreach (var path in new[] { "/api/v1/shipments/2026-000123", "/api/v1/shipments", "/api/v1/history/vehicle/29H81234/track", "/api/v1/assets/vehicle/29H81234" })
        {
            var (response, problem) = await api.Get(path);
            ShouldBeProblem(response, problem, 503);
            response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
            problem.GetRawText().Should().NotContain("db-7").And.NotContain("10.0.0.7");
        }
    }

    [Fact]
    public async Task Before_the_first_silo_is_found_it_is_503_too()
    {
        api.Cluster.Away = true;
        foreach (var path in new[] { "/api/v1/shipments/2026-000123", "/orleans/ClusterStats" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Api-Key", ApiHost.Key);
            var (response, problem) = await ApiHost.Read(await api.Stranger.SendAsync(request));
            ShouldBeProblem(response, problem, 503);
        }
    }

    [Fact]
    public async Task Our_own_mistakes_are_500_without_what_is_inside()
    {
        api.History.Failure = new InvalidOperationException("secret inside");
        var (response, problem) = await api.Get("/api/v1/shipments");
        ShouldBeProblem(response, problem, 500);
        problem.GetRawText().Should().NotContain("secret").And.NotContain("InvalidOperation");
        problem.GetProperty("traceId").GetString().Should().NotBeNullOrEmpty();
        api.Log.Lines.Should().Contain(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("secret inside"));
    }

    [Fact]
    public async Task A_cursor_that_is_none_of_ours_is_400()
    {
        api.History.Failure = new BadCursorException();
        ShouldName(await api.Get("/api/v1/shipments?cursor=nonsense"), "cursor");
        ShouldName(await api.Get("/api/v1/alerts?cursor=nonsense"), "cursor");
    }

    [Fact]
    public async Task A_problem_is_told_whatever_the_client_accepts()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/history/vehicle/29H81234/track?format=kml");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/gpx+xml"));
        request.Headers.Add("X-Api-Key", ApiHost.Key);
        ShouldName(await ApiHost.Read(await api.Stranger.SendAsync(request)), "format");
    }

    [Fact]
    public async Task Readiness_says_what_is_missing_and_liveness_does_not_care()
    {
        api.Cluster.Away = true;
        var (ready, body) = await ApiHost.Read(await api.Stranger.GetAsync(new Uri("/health/ready", UriKind.Relative)));
        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        body.GetProperty("checks").GetProperty("cluster").GetProperty("status").GetString().Should().Be("unhealthy");
        body.GetProperty("checks").GetProperty("history").GetProperty("status").GetString().Should().Be("unhealthy");
        body.GetRawText().Should().NotContain("secret-of-the-database");
        (await api.Stranger.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    static void ShouldName((HttpResponseMessage Response, JsonElement Body) answer, string field)
    {
        ShouldBeProblem(answer.Response, answer.Body, 400);
        answer.Body.GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Contain(field);
    }

    static void ShouldBeProblem(HttpResponseMessage response, JsonElement problem, int status)
    {
        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        problem.GetProperty("status").GetInt32().Should().Be(status);
        problem.GetProperty("title").GetString().Should().NotBeNullOrEmpty();
        problem.GetProperty("type").GetString().Should().StartWith("https://www.rfc-editor.org/");
    }
}
