using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Security;

/// <summary>Knows whoever brings a token of the issuer in the configuration.</summary>
sealed class Tokens(IOptions<OidcOptions> oidc) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Token";

    const int MaxNameLength = 100;

    // Signatures that only the issuer can make. A secret that both sides know could be used by either.
    static readonly string[] Signatures =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public void Configure(JwtBearerOptions options) => Configure(SchemeName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        var ours = oidc.Value;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = ours.Authority,
            ValidAudience = ours.Audience,
            ValidAlgorithms = Signatures,
            ClockSkew = TimeSpan.FromSeconds(30),
        };
        if (ours.SigningKeysFile.Length > 0)
        {
            // The issuer is not asked for anything.
            options.Configuration = new OpenIdConnectConfiguration { Issuer = ours.Authority };
            foreach (var key in new JsonWebKeySet(File.ReadAllText(ours.SigningKeysFile)).GetSigningKeys()) options.Configuration.SigningKeys.Add(key);
        }
        else
        {
            options.Authority = ours.Authority;
            options.RequireHttpsMetadata = ours.RequireHttps;
            if (ours.MetadataAddress.Length > 0) options.MetadataAddress = ours.MetadataAddress;
        }

        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                context.Token = Credentials.Find(context.Request);
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                if (Recognise(ours, context.Principal!, out var why) is { } actor) context.Principal = actor;
                else context.Fail(why);
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>Who a token's claims speak of; null, and why, when that is nobody here.</summary>
    internal static ClaimsPrincipal? Recognise(OidcOptions oidc, ClaimsPrincipal token, out string why)
    {
        why = "";
        if (token.FindFirstValue("sub") is not { Length: > 0 } subject)
        {
            why = "the token has no subject";
            return null;
        }

        var words = token.FindAll(oidc.RoleClaim).Select(c => c.Value).Select(word => oidc.Roles.Count == 0 ? word : oidc.Roles.GetValueOrDefault(word)).ToHashSet();
        if (Roles.All.Where(role => words.Contains(role.Word())).Select(role => (Role?)role).FirstOrDefault() is not { } role)
        {
            why = "the token has no role of ours";
            return null;
        }

        var carrier = role == Role.Carrier ? token.FindFirstValue(oidc.CarrierClaim) : null;
        if (role == Role.Carrier && string.IsNullOrWhiteSpace(carrier))
        {
            why = "the token does not say which carrier";
            return null;
        }

        var name = token.FindFirstValue(oidc.NameClaim) ?? token.FindFirstValue("preferred_username") ?? subject;
        return Actor.Make(SchemeName, $"{role.Word()}:{Written(name)}", role, carrier, $"oidc:{Written(subject)}");
    }

    static string Written(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(MaxNameLength));
}
