using System.Net.Http.Headers;
using System.Text;

namespace ShipmentTracker.Api.Security;

/// <summary>
/// What a request brings to be recognised by: <c>Authorization: Bearer</c> (RFC 6750) or <c>X-Api-Key</c>; for the live hub also <c>access_token</c> in the query, because
/// a browser can send no header with a web socket; for the operators' pages also the password of HTTP Basic (RFC 7617), which a browser can ask for.
/// </summary>
static class Credentials
{
    /// <summary>The header in which a key may come instead of <c>Authorization</c>.</summary>
    public const string KeyHeader = "X-Api-Key";

    /// <summary>Whether a browser may bring it as a password.</summary>
    public static bool TakesBasic(HttpRequest request) => request.Path.StartsWithSegments("/orleans") || request.Path.StartsWithSegments("/metrics");

    /// <summary>Whether something was brought, be it of use or not.</summary>
    public static bool AnyBrought(HttpRequest request) =>
        request.Headers.Authorization.Count + request.Headers[KeyHeader].Count > 0 || TakesQuery(request) && request.Query.ContainsKey("access_token");

    /// <summary>The key or token; null when there is none.</summary>
    public static string? Find(HttpRequest request)
    {
        if (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Parameter is { } parameter)
        {
            if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
                return parameter;
            if (TakesBasic(request) && header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
                return PasswordOf(parameter);
        }

        if (request.Headers.TryGetValue(KeyHeader, out var key) && key.Count == 1)
            return key;
        return TakesQuery(request) && request.Query.TryGetValue("access_token", out var token) && token.Count == 1 ? token.ToString() : null;
    }

    /// <summary>Whether it has the form of a signed token (RFC 7515, section 3.1): three parts, the first of them a JSON object in base64url.</summary>
    public static bool IsToken(string text) => text.StartsWith("eyJ", StringComparison.Ordinal) && text.AsSpan().Count('.') == 2;

    static bool TakesQuery(HttpRequest request) => request.Path.StartsWithSegments("/live");

    static string? PasswordOf(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }
}
