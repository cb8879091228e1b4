using System.Security.Cryptography;

namespace ShipmentTracker.Cli.Stack;

/// <summary>The key that a local stack keeps the secrets of webhooks with: made at the first start, the same ever after. Whoever loses it must rotate them all.</summary>
internal static class WebhookKey
{
    const int RandomBytes = 32;

    /// <summary>The key kept in <paramref name="path"/>; a new one (256 random bits in base64) where there is none yet.</summary>
    public static string LoadOrCreate(string path) => SecretFile.LoadOrCreate(path, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes)));
}
