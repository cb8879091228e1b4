using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>The few calls of the HTTP API that the demo makes.</summary>
public sealed class ShipmentsClient : IDisposable
{
    const int Attempts = 6;

    readonly HttpClient http;
    readonly TimeProvider time;

    public ShipmentsClient(Uri api, string key, TimeProvider time)
    {
        this.time = time;
        http = new HttpClient { BaseAddress = new Uri(api, "/api/v1/"), Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => http.Dispose();

    /// <summary>Registers the shipment of a trip; its id.</summary>
    /// <exception cref="SimulationException">Refused, or the API does not answer.</exception>
    public async Task<string> RegisterAsync(Journey journey, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["declaration"] = journey.Declaration,
            ["carrier"] = journey.Carrier,
            ["origin"] = journey.Road.From,
            ["destination"] = journey.Road.To,
            ["route"] = new JsonObject
            {
                ["type"] = "LineString",
                ["coordinates"] = Positions(journey.Road.Path.Points),
            },
            ["zones"] = new JsonArray([.. journey.Road.Zones.Select(zone => new JsonObject
            {
                ["name"] = zone.Name,
                ["kind"] = zone.Kind,
                ["area"] = new JsonObject { ["type"] = "Polygon", ["coordinates"] = new JsonArray(Positions(zone.Ring)) },
            })]),
            ["toleranceM"] = journey.ToleranceM,
            ["vehicle"] = journey.Plate,
            ["containers"] = new JsonArray([.. journey.Containers.Select(id => JsonValue.Create(id))]),
            ["seals"] = new JsonArray([.. journey.Seals.Select(id => JsonValue.Create(id))]),
        };
        if (journey.Limits is { } limits)
        {
            body["limits"] = new JsonObject();
            if (limits.SignalLostSeconds is { } signalLost)
                body["limits"]!["signalLostSeconds"] = signalLost;
            if (limits.SealSilenceSeconds is { } sealSilence)
                body["limits"]!["sealSilenceSeconds"] = sealSilence;
        }

        var answer = await SendAsync(HttpMethod.Post, "shipments", body, cancellationToken);
        return answer?["id"]?.GetValue<string>() ?? throw new SimulationException("The API answered a registration without an id.");
    }

    static JsonArray Positions(IEnumerable<GeoPoint> points) => [.. points.Select(p => new JsonArray(p.Lon, p.Lat))];

    /// <summary>Departs a shipment, now or (stored readings are to come) some time ago.</summary>
    public Task DepartAsync(string id, DateTimeOffset? at, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"shipments/{id}/depart", at is null ? [] : new JsonObject { ["at"] = at.Value.ToUniversalTime() }, cancellationToken);

    public Task ArriveAsync(string id, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, $"shipments/{id}/arrive", [], cancellationToken);

    public Task CloseAsync(string id, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, $"shipments/{id}/close", [], cancellationToken);

    /// <summary>The shipments with a status that an earlier run of the demo left, page by page.</summary>
    public async Task<IReadOnlyList<string>> DemoShipmentsAsync(string status, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        await foreach (var item in PagesAsync($"shipments?status={status}", cancellationToken))
        {
            if (Identities.IsDemo(item["carrier"]?.GetValue<string>(), item["declaration"]?.GetValue<string>()) && item["id"]?.GetValue<string>() is { } id)
                found.Add(id);
        }
        return found;
    }

    /// <summary>All alerts of a shipment, for what the live hub may have missed.</summary>
    public IAsyncEnumerable<JsonNode> AlertsAsync(string shipment, CancellationToken cancellationToken) =>
        PagesAsync($"alerts?shipment={Uri.EscapeDataString(shipment)}", cancellationToken);

    /// <summary>How many places the history's track of a vehicle has between two moments.</summary>
    public async Task<int> TrackLengthAsync(string plate, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var query = $"from={Uri.EscapeDataString(from.ToString("O"))}&to={Uri.EscapeDataString(to.ToString("O"))}&format=geojson";
        return Positions(await SendAsync(HttpMethod.Get, $"history/vehicle/{plate}/track?{query}", null, cancellationToken), false);

        // A line of many positions or many points: either counts.
        static int Positions(JsonNode? node, bool within) => node switch
        {
            JsonArray array when within && array.Count >= 2 && array[0] is JsonValue => 1,
            JsonArray array => array.Sum(item => Positions(item, within)),
            JsonObject value => value.Sum(member => Positions(member.Value, within || member.Key == "coordinates")),
            _ => 0,
        };
    }

    async IAsyncEnumerable<JsonNode> PagesAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await SendAsync(HttpMethod.Get, cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}", null, cancellationToken);
            foreach (var item in page?["items"]?.AsArray() ?? [])
            {
                if (item is not null)
                    yield return item;
            }
            cursor = page?["next"]?.GetValue<string>();
        }
        while (cursor is not null);
    }

    async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create<JsonNode>(body) };
                using var response = await http.SendAsync(request, cancellationToken);
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                if (response.IsSuccessStatusCode)
                    return text.Length == 0 ? null : JsonNode.Parse(text);
                if (!IsPassing(response.StatusCode) || attempt == Attempts)
                    throw new SimulationException($"{method} {path}: {(int)response.StatusCode} {Reason(text)}");
            }
            // A connection that never came about has changed nothing, so a repetition is safe for every call.
            catch (HttpRequestException refused) when (refused.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
            {
                if (attempt == Attempts)
                    throw new SimulationException($"The API at {http.BaseAddress} cannot be reached: {refused.Message}", refused);
            }
            catch (HttpRequestException broken)
            {
                throw new SimulationException($"{method} {path}: {broken.Message}", broken);
            }
            catch (JsonException unreadable)
            {
                throw new SimulationException($"{method} {path}: the answer is not JSON ({unreadable.Message})", unreadable);
            }
            catch (TaskCanceledException late) when (!cancellationToken.IsCancellationRequested)
            {
                throw new SimulationException($"{method} {path}: no answer within {http.Timeout.TotalSeconds:F0} s", late);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250 << attempt), time, cancellationToken);
        }
    }

    static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;

    // RFC 9457: the detail is for people; what names the field may sit in `errors`.
    static string Reason(string text)
    {
        try
        {
            var problem = JsonNode.Parse(text);
            return $"{problem?["title"]} {problem?["detail"]} {problem?["errors"]?.ToJsonString()}".Trim();
        }
        catch (JsonException)
        {
            return text.Length > 300 ? text[..300] : text;
        }
    }
}
