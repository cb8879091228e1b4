using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Problems;

namespace ShipmentTracker.Api.Security;

/// <summary>
/// Knows whoever brings a key: <c>Authorization: Bearer</c> (RFC 6750) or <c>X-Api-Key</c>; the live hub also as <c>access_token</c> in the query, because a
/// browser can send no header with a web socket; the operators' pages also as the password of HTTP Basic (RFC 7617), which a browser can ask for.
/// </summary>
sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions, ILoggerFactory logs, UrlEncoder encoder, IOptions<ApiOptions> options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, logs, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>The header in which a key may come instead of <c>Authorization</c>.</summary>
    public const string KeyHeader = "X-Api-Key";

    const string Realm = "ShipmentTracker";

    bool TakesBasic => Request.Path.StartsWithSegments("/orleans") || Request.Path.StartsWithSegments("/metrics");

    bool TakesQuery => Request.Path.StartsWithSegments("/live");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (FindKey() is not { } key)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (!IsAdministrator(key))
            return Task.FromResult(AuthenticateResult.Fail("the key is not known"));
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, Actor.Administrator), new Claim(ClaimTypes.Role, Actor.Administrator)], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var wrong = Request.Headers.Authorization.Count + Request.Headers[KeyHeader].Count > 0 || TakesQuery && Request.Query.ContainsKey("access_token");
        Response.Headers.WWWAuthenticate = TakesBasic
            ? $"Basic realm=\"{Realm}\", charset=\"UTF-8\""
            : wrong ? $"Bearer realm=\"{Realm}\", error=\"invalid_token\"" : $"Bearer realm=\"{Realm}\"";
        return Problem.Of(
            StatusCodes.Status401Unauthorized, wrong ? "The key is not known." : $"Send a key: \"Authorization: Bearer KEY\" or \"{KeyHeader}: KEY\".").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(StatusCodes.Status403Forbidden, "The key does not allow this.").ExecuteAsync(Context);

    string? FindKey()
    {
        if (AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) && header.Parameter is { } parameter)
        {
            if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
                return parameter;
            if (TakesBasic && header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
                return PasswordOf(parameter);
        }

        if (Request.Headers.TryGetValue(KeyHeader, out var key) && key.Count == 1)
            return key;
        return TakesQuery && Request.Query.TryGetValue("access_token", out var token) && token.Count == 1 ? token.ToString() : null;
    }

    static string? PasswordOf(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }

    // Hashes have one length, so that the time of the comparison tells nothing, not even how long the key is.
    bool IsAdministrator(string key) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.AdministratorKey)));
}
