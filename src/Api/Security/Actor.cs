using System.Security.Claims;

namespace ShipmentTracker.Api.Security;

/// <summary>Who acts, as it is written into the history.</summary>
static class Actor
{
    /// <summary>Whoever holds the administrator's key.</summary>
    public const string Administrator = "administrator";

    /// <summary>The name behind the key.</summary>
    public static string ActorName(this ClaimsPrincipal user) =>
        user.Identity?.Name ?? throw new InvalidOperationException("a command came through without anybody's key");
}
