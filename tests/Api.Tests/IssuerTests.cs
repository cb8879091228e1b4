using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ShipmentTracker.Api.Tests.Support;

namespace ShipmentTracker.Api.Tests;

/// <summary>An issuer that describes itself after OpenID Connect Discovery 1.0, and is asked over HTTP.</summary>
public sealed class IssuerTests : IAsyncLifetime
{
    readonly RSA signer = RSA.Create(2048);
    readonly ApiHost api = new();
    WebApplication issuer = null!;
    string address = "";
    int asked;

    public async Task InitializeAsync()
    {
        issuer = WebApplication.CreateSlimBuilder().Build();
        issuer.Urls.Add("http://127.0.0.1:0");
        issuer.MapGet("/realms/customs/.well-known/openid-configuration", () =>
        {
            Interlocked.Increment(ref asked);
            return Results.Json(new { issuer = address, jwks_uri = address + "/certs", authorization_endpoint = address + "/auth", token_endpoint = address + "/token" });
        });
        var key = signer.ExportParameters(false);
        issuer.MapGet("/realms/customs/certs", () => Results.Json(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "a", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } },
        }));
        await issuer.StartAsync();
        address = issuer.Urls.Single() + "/realms/customs";

        api.Settings["Oidc:Authority"] = address;
        api.Settings["Oidc:Audience"] = "shiptrack";
        api.Settings["Oidc:RequireHttps"] = "false";
        await api.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await api.DisposeAsync();
        await issuer.DisposeAsync();
        signer.Dispose();
    }

    [Fact]
    public async Task Is_asked_for_its_keys_once_and_its_tokens_open_the_door()
    {
        using var stranger = RSA.Create(2048);

        (await Status(signer)).Should().Be(HttpStatusCode.OK);
        (await Status(signer)).Should().Be(HttpStatusCode.OK);
        asked.Should().Be(1);
        (await Status(stranger)).Should().Be(HttpStatusCode.Unauthorized);
        (await Status(signer)).Should().Be(HttpStatusCode.OK);
    }

    async Task<HttpStatusCode> Status(RSA with)
    {
        var now = DateTime.UtcNow;
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = address,
            Audience = "shiptrack",
            Claims = new Dictionary<string, object> { ["sub"] = "u-17", ["roles"] = new[] { "officer" } },
            NotBefore = now.AddMinutes(-1),
            Expires = now.AddHours(1),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(with) { KeyId = "a" }, SecurityAlgorithms.RsaSha256),
        });
        using var client = api.ClientWith(token);
        return (await client.GetAsync(new Uri("/api/v1/shipments", UriKind.Relative))).StatusCode;
    }
}
