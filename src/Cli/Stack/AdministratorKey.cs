using System.Buffers.Text;
using System.Security.Cryptography;

namespace ShipmentTracker.Cli.Stack;

/// <summary>The one key that may do everything in a local stack: made at the first start, the same ever after.</summary>
internal static class AdministratorKey
{
    const int RandomBytes = 32;

    /// <summary>The key kept in <paramref name="path"/>; a new one (<c>stk_</c> and 256 random bits in base64url) where there is none yet.</summary>
    public static string LoadOrCreate(string path) =>
        SecretFile.LoadOrCreate(path, () => $"stk_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}");
}
