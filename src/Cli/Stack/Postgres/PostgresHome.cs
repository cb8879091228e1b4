using System.Security.Cryptography;
using System.Text;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Stack.Postgres;

/// <summary>Where a private server's data lives and whom it runs as. PostgreSQL refuses to run as root, so under root it gets a user of its own.</summary>
/// <param name="Directory">The folder of the data, this server's alone.</param>
/// <param name="Account">Whom it runs as; null: whoever we are.</param>
internal sealed record PostgresHome(string Directory, SystemAccount? Account)
{
    const string SystemUser = "postgres";
    const string SharedState = "/var/lib/shiptrack";

    /// <summary>The home of data made by an earlier start.</summary>
    public static async Task<PostgresHome> ExistingAsync(string directory, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess) return new(directory, null);
        // Data made by a plain user stays that user's.
        var owner = await SystemAccount.OwnerOfAsync(directory, cancellationToken);
        return new(directory, owner);
    }

    /// <summary>Makes a home: <c>postgres/</c> below <paramref name="folder"/> where its user can reach that, else one in the system's own place.</summary>
    public static async Task<PostgresHome> CreateAsync(string folder, CancellationToken cancellationToken)
    {
        var preferred = Path.Combine(folder, "postgres");
        if (!Environment.IsPrivilegedProcess)
        {
            System.IO.Directory.CreateDirectory(preferred);
            return new(preferred, null);
        }

        var account = await AccountForRootAsync(cancellationToken);
        if (await GiveAsync(preferred, account, cancellationToken)) return new(preferred, account);

        // A clone below /root, say: nobody else may even look inside.
        System.IO.Directory.Delete(preferred);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
        var elsewhere = Path.Combine(SharedState, hash);
        return await GiveAsync(elsewhere, account, cancellationToken)
            ? new(elsewhere, account)
            : throw new StackException($"User {account.User} can reach neither {preferred} nor {elsewhere}; keep the stack's data where it can: --data DIR");
    }

    static async Task<SystemAccount> AccountForRootAsync(CancellationToken cancellationToken)
    {
        var known = await Tool.RunAsync(["id", "-g", SystemUser], cancellationToken);
        return known.ExitCode == 0
            ? new(SystemUser, known.Output.Trim())
            : throw new StackException($"Started as root, but PostgreSQL refuses to run as root and there is no user `{SystemUser}`. Add one (useradd --system {SystemUser}), or run as a plain user.");
    }

    static async Task<bool> GiveAsync(string directory, SystemAccount account, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(directory);
        await Tool.RequireAsync("chown", [$"{account}", directory], cancellationToken);
        await Tool.RequireAsync("chmod", ["700", directory], cancellationToken);
        var reach = await Tool.RunAsync([.. account.Prefix(), "test", "-r", directory, "-a", "-w", directory, "-a", "-x", directory], cancellationToken);
        return reach.ExitCode == 0;
    }
}
