using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ShipmentTracker.Api.History.Tracks;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests;

public sealed class TrackTests : IClassFixture<ApiHost>
{
    const string Track = "/api/v1/history/vehicle/29H81234/track";

    readonly ApiHost api;

    public TrackTests(ApiHost api)
    {
        this.api = api;
        api.History.Failure = null;
        api.History.Points = [];
    }

    [Fact]
    public async Task Geojson_is_a_line_with_the_times_of_its_positions()
    {
        api.History.Points = Points(3);
        var response = await Download("?from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z");

        response.Content.Headers.ContentType!.ToString().Should().Be("application/geo+json");
        response.Content.Headers.ContentDisposition!.ToString().Should().Be("attachment; filename=vehicle-29H81234-20261122T000000Z-20261123T000000Z.geojson");
        var collection = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        collection.GetProperty("type").GetString().Should().Be("FeatureCollection");
        var feature = collection.GetProperty("features").EnumerateArray().Should().ContainSingle().Subject;
        feature.GetProperty("geometry").GetRawText().Should().Be("""{"type":"LineString","coordinates":[[106,20],[106.0001,20.0001],[106.0002,20.0002]]}""");
        feature.GetProperty("properties").GetProperty("times").EnumerateArray().Select(t => t.GetString())
            .Should().Equal("2026-11-22T08:15:30Z", "2026-11-22T08:15:40Z", "2026-11-22T08:15:50Z");
        feature.GetProperty("properties").GetProperty("speedsKph").GetRawText().Should().Be("[50,null,50]");
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(GeoJsonTrack.PositionsPerLine - 1, 1, GeoJsonTrack.PositionsPerLine - 1)]
    [InlineData(GeoJsonTrack.PositionsPerLine, 1, GeoJsonTrack.PositionsPerLine)]
    [InlineData(GeoJsonTrack.PositionsPerLine + 1, 2, GeoJsonTrack.PositionsPerLine + 2)]
    [InlineData(3 * GeoJsonTrack.PositionsPerLine, 4, 3 * GeoJsonTrack.PositionsPerLine + 3)]
    public async Task Geojson_of_any_length_is_valid_and_its_lines_join(int points, int lines, int positions)
    {
        api.History.Points = Points(points);
        var features = JsonDocument.Parse(await (await Download("?format=geojson")).Content.ReadAsStringAsync()).RootElement.GetProperty("features").EnumerateArray().ToList();

        features.Should().HaveCount(lines);
        features.Sum(f => f.GetProperty("properties").GetProperty("times").GetArrayLength()).Should().Be(positions);
        foreach (var feature in features)
            feature.GetProperty("geometry").GetProperty("type").GetString().Should().Be(points == 1 ? "Point" : "LineString");
        foreach (var (before, after) in features.Zip(features.Skip(1)))
        {
            before.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Last().GetRawText()
                .Should().Be(after.GetProperty("geometry").GetProperty("coordinates")[0].GetRawText());
        }
    }

    [Fact]
    public async Task Gpx_is_a_track_of_points_with_times()
    {
        api.History.Points = [.. Points(2), new TrackPoint(Samples.Now.AddHours(1), 0.00000001, -1e-7, 36, 12.5, 4, "position", null, Samples.Now.AddHours(1))];
        var response = await Download("?format=gpx");

        response.Content.Headers.ContentType!.MediaType.Should().Be("application/gpx+xml");
        response.Content.Headers.ContentDisposition!.FileName.Should().Be("vehicle-29H81234.gpx");
        XNamespace gpx = "http://www.topografix.com/GPX/1/1";
        XNamespace extension = "http://www.garmin.com/xmlschemas/TrackPointExtension/v2";
        var document = XDocument.Parse(await response.Content.ReadAsStringAsync());
        document.Root!.Name.Should().Be(gpx + "gpx");
        document.Root.Attribute("version")!.Value.Should().Be("1.1");
        var points = document.Descendants(gpx + "trkpt").ToList();
        points.Should().HaveCount(3);
        points[1].Attribute("lat")!.Value.Should().Be("20.0001");
        points[1].Element(gpx + "time")!.Value.Should().Be("2026-11-22T08:15:40Z");
        points[2].Attribute("lon")!.Value.Should().Be("-0.0000001", "xsd:decimal has no exponent");
        points[2].Descendants(extension + "speed").Single().Value.Should().Be("10");
    }

    [Fact]
    public async Task Csv_has_a_header_and_one_line_for_each_point()
    {
        api.History.Points = Points(2);
        var response = await Download("?format=csv");

        response.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
        (await response.Content.ReadAsStringAsync()).Should().Be(
            "at,lat,lon,speedKph,headingDeg,accuracyM,kind,mark,receivedAt\r\n"
            + "2026-11-22T08:15:30Z,20,106,50,12,5,position,,2026-11-22T08:15:31Z\r\n2026-11-22T08:15:40Z,20.0001,106.0001,,12,5,position,,2026-11-22T08:15:41Z\r\n");
    }

    [Theory]
    [InlineData("csv", true)]
    [InlineData("gpx", false)]
    [InlineData("geojson", false)]
    public async Task What_cannot_have_been_is_told_by_the_csv_and_not_drawn(string format, bool told)
    {
        api.History.Points = [.. Points(2), new TrackPoint(Samples.Now, 0.0625, 0.0625, null, null, null, "position", "implausible", Samples.Now)];

        var text = await (await Download("?format=" + format)).Content.ReadAsStringAsync();

        text.Contains("0.0625", StringComparison.Ordinal).Should().Be(told);
    }

    [Theory]
    [InlineData("gpx")]
    [InlineData("csv")]
    [InlineData("geojson")]
    public async Task The_first_points_arrive_while_the_history_is_still_being_read(string format)
    {
        // The history waits for the client, which waits for the history: only a stream ends this.
        using var seen = new ManualResetEventSlim();
        var waited = false;
        api.History.Points = Points(60_000).Select((point, i) =>
        {
            if (i == 50_000) waited = seen.Wait(TimeSpan.FromSeconds(20));
            return point;
        });

        using var response = await api.Client.GetAsync(new Uri($"{Track}?format={format}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8);
        var part = new char[1000];
        (await reader.ReadBlockAsync(part)).Should().Be(part.Length);
        seen.Set();
        var rest = await reader.ReadToEndAsync();

        waited.Should().BeTrue();
        rest.Should().Contain(Points(60_000).Last().Lat.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_history_that_fails_in_the_middle_tears_the_download()
    {
        api.History.Points = Points(30_000).Select((point, i) => i == 29_000 ? throw new InvalidOperationException("disk") : point);

        var reading = async () =>
        {
            using var response = await api.Client.GetAsync(new Uri(Track + "?format=csv", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            response.StatusCode.Should().Be(HttpStatusCode.OK);
            await response.Content.ReadAsStringAsync();
        };

        await reading.Should().ThrowAsync<HttpRequestException>();
    }

    static IEnumerable<TrackPoint> Points(int count) => Enumerable.Range(0, count)
        .Select(i => new TrackPoint(Samples.Now.AddSeconds(10 * i), Math.Round(20 + i * 0.0001, 4), Math.Round(106 + i * 0.0001, 4), i % 2 == 0 ? 50 : null, 12, 5, "position", null, Samples.Now.AddSeconds(10 * i + 1)));

    async Task<HttpResponseMessage> Download(string query)
    {
        var response = await api.Client.GetAsync(new Uri(Track + query, UriKind.Relative));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return response;
    }
}
