using System.Net;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Tests;

public sealed class KeyTests(ApiHost api) : IClassFixture<ApiHost>
{
    static readonly Uri Shipments = new("/api/v1/shipments", UriKind.Relative);

    [Fact]
    public async Task A_key_is_told_once_and_only_its_hash_is_kept()
    {
        var (response, issued) = await api.Post("/api/v1/keys", """{"name":"Lan","role":"officer","expiresAt":"2099-01-01T00:00:00Z"}""");

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var (id, key) = (issued.GetProperty("id").GetString()!, issued.GetProperty("key").GetString()!);
        key.Should().MatchRegex($"^stk_{id}_[A-Za-z0-9]{{43}}$");
        api.Cluster.Keys.All[id].Hash.Should().Be(ApiKey.Hash(key)).And.NotBe(ApiKey.Hash(key[..^1]));

        var list = await (await api.Client.GetAsync(new Uri("/api/v1/keys", UriKind.Relative))).Content.ReadAsStringAsync();
        list.Should().Contain($"\"prefix\":\"stk_{id}_\"").And.Contain("\"role\":\"officer\"").And.Contain("\"issuedBy\":\"administrator\"").And.Contain("lastUsedAt");
        list.Should().NotContain(key).And.NotContain(ApiKey.Hash(key)).And.NotContain(key[^43..]);
        api.Log.Lines.Should().NotContain(line => line.Contains(key));
    }

    [Fact]
    public async Task Two_keys_have_nothing_in_common()
    {
        var keys = new List<string[]>();
        for (var i = 0; i < 100; i++) keys.Add((await api.NewKey(Role.Officer)).Split('_'));
        keys.Select(k => k[1]).Should().OnlyHaveUniqueItems();
        var secrets = keys.Select(k => k[2]).ToList();
        secrets.Should().OnlyHaveUniqueItems();

        // What they are made of and how long they are: so many bits, if every place takes any letter.
        var letters = secrets.SelectMany(s => s).Distinct().ToList();
        letters.Should().OnlyContain(c => char.IsAsciiLetterOrDigit(c));
        (secrets.Min(s => s.Length) * Math.Log2(letters.Count)).Should().BeGreaterThan(256);
        for (var place = 0; place < secrets[0].Length; place++)
            secrets.Select(s => s[place]).Distinct().Count().Should().BeGreaterThan(30, "100 of 62 letters at random are about 50 different ones, at place {0}", place);
    }

    [Theory]
    [InlineData("""{"role":"officer"}""", "name")]
    [InlineData("""{"name":"x"}""", "role")]
    [InlineData("""{"name":"x","role":"Officer"}""", "role")]
    [InlineData("""{"name":"x","role":"carrier"}""", "carrier")]
    [InlineData("""{"name":"x","role":"officer","carrier":"Blue Line"}""", "carrier")]
    [InlineData("""{"name":"x","role":"officer","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task What_cannot_be_a_key_is_refused_with_what_to_mend(string json, string field)
    {
        var (response, problem) = await api.Post("/api/v1/keys", json);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue(problem.GetRawText());
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_after_a_moment()
    {
        var key = await api.NewKey(Role.Officer);
        using var client = api.ClientWith(key);
        (await client.GetAsync(Shipments)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await api.Client.DeleteAsync(new Uri($"/api/v1/keys/{key.Split('_')[1]}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await api.Client.DeleteAsync(new Uri($"/api/v1/keys/{key.Split('_')[1]}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NoContent, "it is as it should be");

        HttpResponseMessage answer;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        do answer = await client.GetAsync(Shipments, deadline.Token);
        while (answer.StatusCode == HttpStatusCode.OK);
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("revoked");
    }

    [Fact]
    public async Task An_expired_key_opens_nothing()
    {
        var key = await api.NewKey(Role.Officer);
        var id = key.Split('_')[1];
        api.Cluster.Keys.All[id] = api.Cluster.Keys.All[id] with { ExpiresAt = DateTimeOffset.UnixEpoch };

        using var client = api.ClientWith(key);
        var answer = await client.GetAsync(Shipments);
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("expired");
    }

    [Fact]
    public async Task The_id_of_a_key_without_its_secret_opens_nothing_and_tells_nothing()
    {
        var key = await api.NewKey(Role.Officer);
        using var client = api.ClientWith(key[..^43] + new string('A', 43));
        var answer = await client.GetAsync(Shipments);
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("not known");
    }

    [Fact]
    public async Task Many_requests_are_one_look_and_their_use_is_told_in_one_message()
    {
        await using var fresh = new OtherHost();
        await fresh.Host.InitializeAsync();
        var key = await fresh.Host.NewKey(Role.Auditor);
        using var client = fresh.Host.ClientWith(key);
        for (var i = 0; i < 50; i++) (await client.GetAsync(Shipments)).EnsureSuccessStatusCode();
        fresh.Host.Cluster.Keys.Looks.Should().BeLessThan(25, "what was found holds for a moment");
        fresh.Host.Cluster.Keys.Uses.Should().BeEmpty("it is told now and then");
    }

    [Fact]
    public async Task Its_use_is_told()
    {
        var key = await api.NewKey(Role.Auditor);
        using var client = api.ClientWith(key);
        (await client.GetAsync(Shipments)).EnsureSuccessStatusCode();

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (api.Cluster.Keys.Uses.All(u => u.Key != key.Split('_')[1])) await Task.Delay(20, deadline.Token);
    }

    [Fact]
    public async Task Keys_open_while_no_silo_is_there()
    {
        var key = await api.NewKey(Role.Officer);
        api.Cluster.Away = true;
        try
        {
            using var client = api.ClientWith(key);
            (await client.GetAsync(Shipments)).StatusCode.Should().Be(HttpStatusCode.OK);
        }
        finally
        {
            api.Cluster.Away = false;
        }
    }

    [Fact]
    public async Task While_the_database_is_away_nobody_is_called_unknown()
    {
        var key = await api.NewKey(Role.Officer);
        api.Cluster.Keys.Failure = new TimeoutException();
        try
        {
            using var client = api.ClientWith(key);
            (await client.GetAsync(Shipments)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            api.Cluster.Keys.Failure = null;
        }
    }

    [Fact]
    public async Task Who_acts_is_written_with_role_and_name()
    {
        api.Cluster.Assets[Samples.Seal] = new FakeAsset { Status = Samples.SealStatus };
        using var officer = await api.ClientOf(Role.Officer);
        (await officer.PostAsync(new Uri($"/api/v1/alerts/{Samples.Alert.Id}/acknowledge", UriKind.Relative), null)).EnsureSuccessStatusCode();
        api.Cluster.Assets[Samples.Seal].Handled.Last().By.Should().Be("officer:a officer");
    }

    sealed class OtherHost : IAsyncDisposable
    {
        public ApiHost Host { get; } = new() { Settings = { ["Keys:TellUsesEvery"] = "01:00:00", ["Keys:CacheFor"] = "00:01:00" } };

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }
}
