using System.Security.Claims;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Security;

/// <summary>Who acts.</summary>
static class Actor
{
    /// <summary>Whoever holds the administrator's key of the configuration.</summary>
    public const string Administrator = "administrator";

    /// <summary>The credential of whoever holds that key.</summary>
    public const string Configured = "configuration";

    const string CarrierClaim = "shiptrack.carrier";
    const string CredentialClaim = "shiptrack.credential";

    /// <summary>Somebody who was recognised.</summary>
    /// <param name="scheme">How.</param>
    /// <param name="name">As it is written into the history.</param>
    /// <param name="role">What they are.</param>
    /// <param name="carrier">Whose shipments they may see; for the role carrier, and only for it.</param>
    /// <param name="credential">What they were recognised by: a key's id, or the subject of a token.</param>
    public static ClaimsPrincipal Make(string scheme, string name, Role role, string? carrier, string credential)
    {
        if (string.IsNullOrEmpty(carrier) == (role == Contracts.Security.Role.Carrier))
            throw new ArgumentException("a carrier, and nobody else, must say which", nameof(carrier));
        List<Claim> claims = [new(ClaimTypes.Name, name), new(ClaimTypes.Role, role.Word()), new(CredentialClaim, credential)];
        if (carrier is not null) claims.Add(new Claim(CarrierClaim, carrier));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>The name as it is written into the history: <c>officer:Lan</c>, or <c>administrator</c> for the key of the configuration.</summary>
    public static string ActorName(this ClaimsPrincipal user) =>
        user.Identity?.Name ?? throw new InvalidOperationException("a command came through without anybody's key");

    /// <summary>What they are; null for a stranger.</summary>
    public static Role? Role(this ClaimsPrincipal user) => Roles.Parse(user.FindFirstValue(ClaimTypes.Role));

    /// <summary>The carrier whose shipments, and no others, this one may see; null for a role that may see all.</summary>
    public static string? Carrier(this ClaimsPrincipal user) => user.Role() == Contracts.Security.Role.Carrier
        ? user.FindFirstValue(CarrierClaim) ?? throw new InvalidOperationException("a carrier without a name")
        : null;

    /// <summary>What they were recognised by: a key's id, <c>configuration</c>, or <c>oidc:</c> and the subject of a token.</summary>
    public static string Credential(this ClaimsPrincipal user) =>
        user.FindFirstValue(CredentialClaim) ?? throw new InvalidOperationException("a command came through without anybody's key");
}
