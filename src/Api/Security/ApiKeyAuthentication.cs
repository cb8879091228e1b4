using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Security;

/// <summary>Knows whoever brings a key: the one of the configuration, or one that was issued.</summary>
sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions, ILoggerFactory logs, UrlEncoder encoder, IOptions<ApiOptions> options, KeyRing ring, KeyUsage usage, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, logs, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "ApiKey";

    const string Realm = "ShipmentTracker";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Credentials.Find(Request) is not { } text)
            return AuthenticateResult.NoResult();
        if (IsAdministrator(text))
            return Recognised(Actor.Administrator, Role.Administrator, null, Actor.Configured, null);
        if (!ApiKey.TryRead(text, out var id) || await ring.Find(id, Context.RequestAborted) is not { } key)
            return AuthenticateResult.Fail(Refusal.Unknown);

        var refusal = !ApiKey.Matches(text, key.Hash) ? Refusal.Unknown
            : key.RevokedAt is not null ? Refusal.Revoked
            : key.ExpiresAt <= time.GetUtcNow() ? Refusal.Expired
            : null;
        if (refusal is not null)
        {
            Context.Features.Set(new Refusal(key, refusal));
            return AuthenticateResult.Fail(refusal);
        }

        usage.Note(id);
        return Recognised($"{key.Role.Word()}:{key.Name}", key.Role, key.Carrier, id, key.ExpiresAt);
    }

    /// <summary>Answers for every scheme: what was brought was not accepted, or nothing was.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var wrong = Credentials.AnyBrought(Request);
        Response.Headers.WWWAuthenticate = Credentials.TakesBasic(Request)
            ? $"Basic realm=\"{Realm}\", charset=\"UTF-8\""
            : wrong ? $"Bearer realm=\"{Realm}\", error=\"invalid_token\"" : $"Bearer realm=\"{Realm}\"";
        return Problem.Of(
            StatusCodes.Status401Unauthorized,
            !wrong ? $"Send a key: \"Authorization: Bearer KEY\" or \"{Credentials.KeyHeader}: KEY\"." : Context.Features.Get<Refusal>()?.Why ?? Refusal.Unknown)
            .ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(StatusCodes.Status403Forbidden, $"This is not for the role {Context.User.Role()?.Word()}.").ExecuteAsync(Context);

    AuthenticateResult Recognised(string name, Role role, string? carrier, string credential, DateTimeOffset? until) => AuthenticateResult.Success(
        new AuthenticationTicket(Actor.Make(Scheme.Name, name, role, carrier, credential), new AuthenticationProperties { ExpiresUtc = until }, Scheme.Name));

    // Hashes have one length, so that the time of the comparison tells nothing, not even how long the key is.
    bool IsAdministrator(string key) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.AdministratorKey)));
}

/// <summary>Why somebody who brought something was not let in.</summary>
/// <param name="Key">The key whose id they named.</param>
/// <param name="Why">A sentence for them.</param>
sealed record Refusal(KeyInfo Key, string Why)
{
    public const string Unknown = "The key is not known.";
    public const string Revoked = "The key was revoked.";
    public const string Expired = "The key has expired.";
}
