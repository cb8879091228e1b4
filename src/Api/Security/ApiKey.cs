using System.Security.Cryptography;
using System.Text;

namespace ShipmentTracker.Api.Security;

/// <summary>
/// The form of an API key: <c>stk_</c>, its id, and a secret of more than 256 random bits. Only its hash is kept; against so much chance nobody can guess, so that a plain
/// SHA-256 is enough where a password would need a slow one.
/// </summary>
static class ApiKey
{
    /// <summary>How every key begins, so that scanners find one that was published by mistake.</summary>
    public const string Prefix = "stk_";

    const string IdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const int IdLength = 14;

    // 62 letters are 5.95 bits each.
    const int SecretLength = 43;

    /// <summary>A new key and its id.</summary>
    public static (string Id, string Key) Make()
    {
        var id = RandomNumberGenerator.GetString(IdLetters, IdLength);
        return (id, $"{Prefix}{id}_{RandomNumberGenerator.GetString(SecretLetters, SecretLength)}");
    }

    /// <summary>The part that may be shown.</summary>
    public static string Shown(string id) => $"{Prefix}{id}_";

    /// <summary>Whether a text can be the id of a key.</summary>
    public static bool IsId(string id) => id.Length == IdLength && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    /// <summary>Reads the id out of what somebody brings; false when it is no key of ours.</summary>
    public static bool TryRead(string text, out string id)
    {
        id = "";
        if (text.Length != Prefix.Length + IdLength + 1 + SecretLength || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
            return false;
        id = text.Substring(Prefix.Length, IdLength);
        return IsId(id);
    }

    /// <summary>What is kept of it.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether it is the one. Takes the same time whatever is wrong: hashes have one length.</summary>
    public static bool Matches(string key, string hash) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), Convert.FromHexString(hash));
}
