using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ShipmentTracker.Cli.Stack;

namespace ShipmentTracker.Cli.Tokens;

/// <summary>
/// Signs tokens as an OpenID Connect issuer would, for trying them without one. No server: the API reads the public key from a file. Whoever can read the private key can be
/// anybody, so this is for development only.
/// </summary>
internal sealed class LocalIssuer
{
    /// <summary>The issuer its tokens name; an address that nobody asks.</summary>
    public const string Issuer = "https://issuer.shiptrack.invalid";

    /// <summary>Whom its tokens are for.</summary>
    public const string Audience = "shiptrack";

    readonly ECDsa signer;
    readonly string keyId;
    readonly TimeProvider time;

    LocalIssuer(ECDsa signer, string keyId, TimeProvider time) => (this.signer, this.keyId, this.time) = (signer, keyId, time);

    /// <summary>The public keys (RFC 7517) in a folder: what the API is given as <c>Oidc:SigningKeysFile</c>.</summary>
    public static string PublicFile(string folder) => Path.Combine(folder, "public-keys.json");

    /// <summary>The issuer whose key lies in a folder; a new one where there is none yet.</summary>
    public static LocalIssuer LoadOrCreate(string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "private-key.pem");
        var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(file)) signer.ImportFromPem(File.ReadAllText(file));
        else SecretFile.Write(file, signer.ExportPkcs8PrivateKeyPem());

        var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(signer));
        var keyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        File.WriteAllText(PublicFile(folder), JsonSerializer.Serialize(
            new { keys = new[] { new { kty = key.Kty, use = "sig", alg = SecurityAlgorithms.EcdsaSha256, kid = keyId, crv = key.Crv, x = key.X, y = key.Y } } }));
        return new LocalIssuer(signer, keyId, time);
    }

    /// <summary>A token, signed with ES256 (RFC 7518).</summary>
    /// <param name="role">What its bearer is.</param>
    /// <param name="carrier">Whose shipments its bearer may see; for the role carrier.</param>
    /// <param name="name">As it is written into the history.</param>
    /// <param name="lifetime">How long it is good for.</param>
    public string Token(string role, string? carrier, string name, TimeSpan lifetime)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = name, ["name"] = name, ["roles"] = new[] { role } };
        if (carrier is not null) claims["carrier"] = carrier;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            Claims = claims,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(signer) { KeyId = keyId }, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
