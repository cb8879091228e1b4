using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ShipmentTracker.Api.Tests.Support;

namespace ShipmentTracker.Api.Tests;

public sealed class TokenTests : IAsyncLifetime
{
    const string Issuer = "https://login.example.org/realms/customs";
    static readonly Uri Shipments = new("/api/v1/shipments", UriKind.Relative);

    readonly ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly string file = Path.GetTempFileName();
    readonly ApiHost api = new();

    public async Task InitializeAsync()
    {
        var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(signer.ExportParameters(false))) { KeyId = "1" });
        await File.WriteAllTextAsync(file, $$"""{"keys":[{"kty":"EC","use":"sig","alg":"ES256","kid":"1","crv":"P-256","x":"{{key.X}}","y":"{{key.Y}}"}]}""");
        api.Settings["Oidc:Authority"] = Issuer;
        api.Settings["Oidc:Audience"] = "shiptrack";
        api.Settings["Oidc:SigningKeysFile"] = file;
        api.Settings["Oidc:RoleClaim"] = "groups";
        api.Settings["Oidc:Roles:customs-officers"] = "officer";
        api.Settings["Oidc:Roles:hauliers"] = "carrier";
        await api.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await api.DisposeAsync();
        signer.Dispose();
        File.Delete(file);
    }

    [Fact]
    public async Task A_token_of_the_issuer_opens_what_its_group_may()
    {
        (await Status(Token())).Should().Be(HttpStatusCode.OK);
        (await Status(Token(), "/api/v1/keys")).Should().Be(HttpStatusCode.Forbidden);
        (await Status(Token(groups: ["staff", "hauliers"], carrier: "Blue Line"))).Should().Be(HttpStatusCode.OK);
        (await Status(ApiHost.Key)).Should().Be(HttpStatusCode.OK, "keys are taken as before");
    }

    [Fact]
    public async Task Its_name_is_written_into_the_history()
    {
        api.Cluster.Assets[Samples.Seal] = new FakeAsset { Status = Samples.SealStatus };
        using var client = api.ClientWith(Token());
        (await client.PostAsync(new Uri($"/api/v1/alerts/{Samples.Alert.Id}/acknowledge", UriKind.Relative), null)).EnsureSuccessStatusCode();
        api.Cluster.Assets[Samples.Seal].Handled.Last().By.Should().Be("officer:Trần Văn An");
    }

    [Fact]
    public async Task Any_other_token_does_not()
    {
        (await Status(Token(issuer: "https://elsewhere.example.org"))).Should().Be(HttpStatusCode.Unauthorized, "another issuer");
        (await Status(Token(audience: "mail"))).Should().Be(HttpStatusCode.Unauthorized, "for another service");
        (await Status(Token(expires: DateTime.UtcNow.AddMinutes(-2)))).Should().Be(HttpStatusCode.Unauthorized, "expired");
        (await Status(Token(groups: ["staff"]))).Should().Be(HttpStatusCode.Unauthorized, "no role of ours");
        (await Status(Token(groups: ["officer"]))).Should().Be(HttpStatusCode.Unauthorized, "with a mapping, only what is mapped counts");
        (await Status(Token(groups: ["hauliers"]))).Should().Be(HttpStatusCode.Unauthorized, "a carrier without a name");
        (await Status(Token(subject: null))).Should().Be(HttpStatusCode.Unauthorized, "nobody");
        (await Status(Token()[..^4] + "AAAA")).Should().Be(HttpStatusCode.Unauthorized, "another signature");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await Status(Token(key: new ECDsaSecurityKey(other) { KeyId = "1" }))).Should().Be(HttpStatusCode.Unauthorized, "another's key");
        var shared = new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(file))) { KeyId = "1" };
        (await Status(Token(key: shared, algorithm: SecurityAlgorithms.HmacSha256))).Should().Be(HttpStatusCode.Unauthorized, "the public key as a shared secret");
        var unsigned = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""") + "." + Token().Split('.')[1] + ".";
        (await Status(unsigned)).Should().Be(HttpStatusCode.Unauthorized, "not signed");
    }

    [Fact]
    public async Task A_refusal_is_a_problem_and_the_token_is_not_logged()
    {
        var token = Token(audience: "mail");
        using var client = api.ClientWith(token);
        var (response, problem) = await ApiHost.Read(await client.GetAsync(Shipments));
        problem.GetProperty("status").GetInt32().Should().Be(401);
        response.Headers.WwwAuthenticate.ToString().Should().Contain("invalid_token");
        api.Log.Lines.Should().NotContain(line => line.Contains(token) || line.Contains(token.Split('.')[1]));
    }

    [Fact]
    public async Task Without_an_issuer_no_token_is_taken()
    {
        var plain = new ApiHost();
        await plain.InitializeAsync();
        using var client = plain.ClientWith(Token());
        (await client.GetAsync(Shipments)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        await plain.DisposeAsync();
    }

    [Fact]
    public async Task The_live_hub_takes_a_token_in_the_query()
    {
        await using var hub = api.Hub(Token());
        await hub.StartAsync();
        hub.State.Should().Be(Microsoft.AspNetCore.SignalR.Client.HubConnectionState.Connected);
    }

    async Task<HttpStatusCode> Status(string token, string path = "/api/v1/shipments")
    {
        using var client = api.ClientWith(token);
        return (await client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode;
    }

    string Token(
        string issuer = Issuer, string audience = "shiptrack", DateTime? expires = null, string[]? groups = null, string? carrier = null, string? subject = "u-17",
        SecurityKey? key = null, string algorithm = SecurityAlgorithms.EcdsaSha256)
    {
        var claims = new Dictionary<string, object> { ["groups"] = groups ?? ["customs-officers"], ["name"] = "Trần Văn An" };
        if (carrier is not null) claims["carrier"] = carrier;
        if (subject is not null) claims["sub"] = subject;
        var until = expires ?? DateTime.UtcNow.AddHours(1);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims,
            NotBefore = until.AddHours(-2),
            IssuedAt = until.AddHours(-2),
            Expires = until,
            SigningCredentials = new SigningCredentials(key ?? new ECDsaSecurityKey(signer) { KeyId = "1" }, algorithm),
        });
    }
}
