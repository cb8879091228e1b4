using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>Signatures after Standard Webhooks 1.0, symmetric scheme <c>v1</c>: HMAC-SHA256 over id, time and body.</summary>
public static class StandardWebhook
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How a secret begins when it is written; the rest is base64.</summary>
    public const string SecretPrefix = "whsec_";

    /// <summary>A secret's length in bytes; the standard wants 24 to 64.</summary>
    public const int SecretBytes = 32;

    /// <summary>A secret as it is written.</summary>
    public static string WriteSecret(ReadOnlySpan<byte> secret) => SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>The value of <see cref="TimestampHeader"/>: seconds since 1970.</summary>
    public static string WriteTime(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The value of <see cref="SignatureHeader"/>: a signature by each secret, separated by spaces.</summary>
    /// <exception cref="FormatException">A secret is not written as it should be.</exception>
    public static string Sign(ImmutableArray<string> secrets, string id, DateTimeOffset at, string body)
    {
        var content = Encoding.UTF8.GetBytes($"{id}.{WriteTime(at)}.{body}");
        return string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(ReadSecret(s), content))));
    }

    static byte[] ReadSecret(string secret) => secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
        ? Convert.FromBase64String(secret[SecretPrefix.Length..])
        : throw new FormatException($"a webhook's secret begins with {SecretPrefix}");
}
