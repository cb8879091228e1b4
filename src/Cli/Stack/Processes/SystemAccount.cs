namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>A user of this machine, as <c>chown</c> and <c>setpriv</c> take it: a name, or <c>uid:gid</c> in numbers.</summary>
internal sealed record SystemAccount(string User, string Group)
{
    public override string ToString() => $"{User}:{Group}";

    /// <summary>The words to put before a command so that it runs as this user. It becomes that command: same process id.</summary>
    /// <exception cref="StackException">This machine has no <c>setpriv</c>.</exception>
    public IReadOnlyList<string> Prefix()
    {
        var setpriv = Tool.Find("setpriv")
            ?? throw new StackException($"Started as root, the stack needs `setpriv` (package util-linux) to run PostgreSQL as {User}. Install it, or run as a plain user.");
        var groups = int.TryParse(User, out _) ? "--clear-groups" : "--init-groups";
        return [setpriv, "--reuid", User, "--regid", Group, groups];
    }

    /// <summary>Whom a file or folder belongs to.</summary>
    public static async Task<SystemAccount> OwnerOfAsync(string path, CancellationToken cancellationToken)
    {
        var owner = await Tool.RequireAsync("stat", ["-c", "%u:%g", path], cancellationToken);
        return owner.Trim().Split(':') is [var user, var group] ? new(user, group) : throw new StackException($"Cannot tell whom {path} belongs to.");
    }
}
