using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Security;

/// <summary>Whose tokens are taken: JWTs (RFC 7519) of an OpenID Connect issuer. Off until an issuer is given.</summary>
public sealed class OidcOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Oidc";

    /// <summary>The issuer, as in its tokens' <c>iss</c>. Its keys are found through <c>.well-known/openid-configuration</c> below it. Empty: no tokens are taken.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Whom its tokens must be for (<c>aud</c>). Required with an issuer: a token for another service must not open this one.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Where the issuer describes itself, if elsewhere.</summary>
    public string MetadataAddress { get; set; } = "";

    /// <summary>Whether the issuer must be asked through TLS. Default true.</summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>A file with the issuer's public keys (RFC 7517) instead of asking it: for a closed network, and for <c>shiptrack token</c>.</summary>
    public string SigningKeysFile { get; set; } = "";

    /// <summary>The claim that holds the role, or the groups it follows from. Default <c>roles</c>.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>The claim that says which carrier somebody belongs to. Default <c>carrier</c>.</summary>
    public string CarrierClaim { get; set; } = "carrier";

    /// <summary>The claim with the name that is written into the history. Default <c>name</c>; without it <c>preferred_username</c>, then <c>sub</c>.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>Which role the issuer's groups mean, such as <c>Oidc:Roles:customs-officers=officer</c>. Without any, the claim must hold the role's own name.</summary>
    public Dictionary<string, string> Roles { get; } = [];

    internal bool IsOn => Authority.Length > 0;
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class OidcOptionsValidator : IValidateOptions<OidcOptions>
{
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        if (!options.IsOn) return ValidateOptionsResult.Success;
        List<string> wrong = [];
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var issuer)) wrong.Add("Oidc:Authority must be the issuer's address, such as https://login.example.org/realms/customs");
        else if (options is { RequireHttps: true, SigningKeysFile: "", MetadataAddress: "" } && issuer.Scheme != Uri.UriSchemeHttps)
            wrong.Add("Oidc:Authority must begin with https, or Oidc:RequireHttps must be false");
        if (options.Audience.Length == 0) wrong.Add("Oidc:Audience is not set: say whom the tokens are for");
        if (options.SigningKeysFile.Length > 0 && !File.Exists(options.SigningKeysFile)) wrong.Add($"Oidc:SigningKeysFile: there is no file {options.SigningKeysFile}");
        foreach (var (group, role) in options.Roles)
            if (Contracts.Security.Roles.Parse(role) is null)
                wrong.Add($"Oidc:Roles:{group} must be one of {string.Join(", ", Contracts.Security.Roles.All.Select(r => r.Word()))}");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
