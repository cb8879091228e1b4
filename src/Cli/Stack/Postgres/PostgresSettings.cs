using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShipmentTracker.Cli.Stack.Postgres;

/// <summary>What must be the same at the next start of a private server; kept in <c>postgres.json</c> (0600) of the data folder.</summary>
/// <param name="Directory">Where its data is: in the data folder, or where its own user may reach it.</param>
/// <param name="Port">Its port on loopback.</param>
/// <param name="Password">The password of <see cref="User"/>.</param>
internal sealed record PostgresSettings(string Directory, int Port, string Password)
{
    /// <summary>The one user of the server.</summary>
    public const string User = "shiptrack";

    const int PasswordBytes = 24;

    public static PostgresSettings? Load(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), PostgresSettingsJson.Default.PostgresSettings) : null;

    public static PostgresSettings New(string directory) =>
        new(directory, FreePorts.Next(), Convert.ToHexString(RandomNumberGenerator.GetBytes(PasswordBytes)));

    public void Save(string path) => SecretFile.Write(path, JsonSerializer.Serialize(this, PostgresSettingsJson.Default.PostgresSettings));
}

[JsonSerializable(typeof(PostgresSettings))]
sealed partial class PostgresSettingsJson : JsonSerializerContext;
