using System.Net;
using System.Text;
using System.Text.Json;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Contracts.Webhooks;

namespace ShipmentTracker.Api.Tests;

/// <summary>Asks every endpoint as everybody, and compares the answers with the table in docs/security.md.</summary>
public sealed class WhoMayWhatTests : IAsyncLifetime
{
    // Not in the description, but to be asked all the same.
    static readonly string[] Others = ["POST /live/negotiate", "GET /metrics", "GET /orleans/"];

    readonly ApiHost api = new();

    public async Task InitializeAsync()
    {
        api.Cluster.Shipments[Samples.Shipment.Id] = new FakeShipment(Samples.Shipment);
        api.Cluster.Assets[Samples.Seal] = new FakeAsset { Status = Samples.SealStatus };
        api.History.Asset = Samples.SealStatus;
        await api.InitializeAsync();
    }

    public Task DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task The_table_names_every_endpoint_and_no_other() => Table().Keys.Should().BeEquivalentTo([.. await Described(), .. Others]);

    [Theory]
    [InlineData("administrator")]
    [InlineData("officer")]
    [InlineData("auditor")]
    [InlineData("carrier")]
    [InlineData("gateway")]
    public async Task Each_role_gets_what_the_table_says(string word)
    {
        using var client = await api.ClientOf(Roles.Parse(word)!.Value);
        foreach (var (endpoint, cells) in Table())
        {
            var status = (await Ask(client, endpoint)).StatusCode;
            if (cells[word] == "no") status.Should().Be(HttpStatusCode.Forbidden, "{0} as {1}", endpoint, word);
            else status.Should().NotBe(HttpStatusCode.Unauthorized).And.NotBe(HttpStatusCode.Forbidden).And.NotBe(HttpStatusCode.NotFound, "{0} as {1}", endpoint, word);
        }
    }

    [Fact]
    public async Task Another_carrier_finds_nothing()
    {
        using var client = await api.ClientOf(Role.Carrier, "Green Line");
        foreach (var (endpoint, cells) in Table())
        {
            var answer = await Ask(client, endpoint);
            var text = await answer.Content.ReadAsStringAsync();
            if (cells["carrier"] == "no") answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, endpoint);
            else if (cells["carrier"] == "own" && endpoint.Contains('{')) answer.StatusCode.Should().Be(HttpStatusCode.NotFound, endpoint);
            else if (cells["carrier"] == "own" && endpoint.StartsWith("GET")) JsonDocument.Parse(text).RootElement.GetProperty("items").GetArrayLength().Should().Be(0, endpoint);
            text.Should().NotContain(Samples.Shipment.Declaration, endpoint).And.NotContain("21.85", endpoint).And.NotContain(Samples.Shipment.Carrier, endpoint);
        }
    }

    [Fact]
    public async Task Its_own_carrier_finds_what_there_is()
    {
        using var client = await api.ClientOf(Role.Carrier);
        (await (await Ask(client, "GET /api/v1/shipments/{id}")).Content.ReadAsStringAsync()).Should().Contain(Samples.Shipment.Declaration);
        (await (await Ask(client, "GET /api/v1/shipments")).Content.ReadAsStringAsync()).Should().Contain(Samples.Shipment.Declaration);
        (await (await Ask(client, "GET /api/v1/assets/{kind}/{id}")).Content.ReadAsStringAsync()).Should().Contain("21.85");
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_key_that_is_good()
    {
        var expired = await api.NewKey(Role.Administrator);
        Change(expired, key => key with { ExpiresAt = DateTimeOffset.UnixEpoch });
        var revoked = await api.NewKey(Role.Administrator);
        Change(revoked, key => key with { RevokedAt = DateTimeOffset.UnixEpoch });
        using var withExpired = api.ClientWith(expired);
        using var withRevoked = api.ClientWith(revoked);
        using var withUnknown = api.ClientWith("stk_aaaaaaaaaaaaaa_" + new string('A', 43));
        foreach (var client in new[] { api.Stranger, withExpired, withRevoked, withUnknown })
            foreach (var endpoint in Table().Keys)
                (await Ask(client, endpoint)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, endpoint);
    }

    void Change(string key, Func<KeyInfo, KeyInfo> change) => api.Cluster.Keys.All[key.Split('_')[1]] = change(api.Cluster.Keys.All[key.Split('_')[1]]);

    async Task<HttpResponseMessage> Ask(HttpClient client, string endpoint)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        if (path.StartsWith("/api/v1/keys/")) path = path.Replace("{id}", (await api.NewKey(Role.Officer)).Split('_')[1]);
        var span = path.EndsWith("/webhooks/{id}/redeliver");
        if (path.Contains("/webhooks/")) path = path.Replace("{id}", await NewWebhook()).Replace("{deliveryId}", "17");
        path = path.Replace("{kind}", "seal").Replace("{day}", "2026-11-22").Replace("{number}", "1")
            .Replace("{id}", path.Contains("/alerts/") ? Samples.Alert.Id : path.Contains("/shipments/") ? Samples.Shipment.Id : Samples.Seal.Id);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET") request.Content = new StringContent(span ? """{"from":"2026-11-22T08:00:00Z","to":"2026-11-22T09:00:00Z"}""" : "{}", Encoding.UTF8, "application/json");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    // One for each question: some of them delete it.
    async Task<string> NewWebhook()
    {
        var command = new CreateWebhook { Carrier = Samples.Shipment.Carrier, Url = "https://carrier.example/hook", Types = ["*"], By = "administrator" };
        return (await api.Cluster.Webhooks.Create(command, default)).Value!.Webhook;
    }

    async Task<IEnumerable<string>> Described()
    {
        var description = JsonDocument.Parse(await api.Stranger.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))).RootElement;
        return description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}"));
    }

    static Dictionary<string, Dictionary<string, string>> Table()
    {
        var rows = Repository.Read("docs/security.md").Split('\n').Where(line => line.StartsWith("| endpoint |") || line.StartsWith("| `"))
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray()).ToList();
        var head = rows.Single(row => row[0] == "endpoint");
        var table = rows.Where(row => row.Length == head.Length && row != head && row[0].Contains(" /"))
            .ToDictionary(row => row[0], row => head.Zip(row).Skip(1).ToDictionary(cell => cell.First, cell => cell.Second));
        table.Values.SelectMany(cells => cells.Values).Should().OnlyContain(cell => cell == "yes" || cell == "own" || cell == "no");
        return table;
    }
}
