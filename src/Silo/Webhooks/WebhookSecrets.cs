using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.Grains.Webhooks;

namespace ShipmentTracker.Silo.Webhooks;

/// <summary>
/// Keeps secrets encrypted with AES-256-GCM under the key of the configuration: <c>v1.</c> and the base64 of nonce, tag and ciphertext, bound to the webhook's id, so that one cannot be
/// put in another's place.
/// </summary>
sealed class WebhookSecrets(IOptions<WebhookOptions> options) : IWebhookSecrets
{
    const string Format = "v1.";
    const int NonceBytes = 12;
    const int TagBytes = 16;

    readonly byte[] key = Convert.FromBase64String(options.Value.SecretKey);

    public string? Missing => key.Length > 0
        ? null
        : "webhooks have no key to keep their secrets with; set Webhooks__SecretKey of the silo to the base64 of 32 random bytes (openssl rand -base64 32)";

    // People copy it through shells, sed and JSON: of those that could be drawn, one in four has neither of base64's two signs in it, and takes 2 bits of 256.
    public string New()
    {
        while (true)
            if (StandardWebhook.WriteSecret(RandomNumberGenerator.GetBytes(StandardWebhook.SecretBytes)) is var secret && !secret.AsSpan().ContainsAny('+', '/'))
                return secret;
    }

    public string Protect(string webhook, string secret)
    {
        var plain = Encoding.ASCII.GetBytes(secret);
        var kept = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(kept.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(kept.AsSpan(0, NonceBytes), plain, kept.AsSpan(NonceBytes + TagBytes), kept.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(webhook));
        return Format + Convert.ToBase64String(kept);
    }

    public string Reveal(string webhook, string kept)
    {
        if (key.Length == 0)
            throw new CryptographicException(Missing);
        if (!kept.StartsWith(Format, StringComparison.Ordinal) || Convert.FromBase64String(kept[Format.Length..]) is not { Length: > NonceBytes + TagBytes } bytes)
            throw new CryptographicException("a webhook's secret is kept in a form that this version does not know");
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(webhook));
        return Encoding.ASCII.GetString(plain);
    }
}
