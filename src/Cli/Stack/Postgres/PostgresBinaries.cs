using System.Globalization;
using System.Text.RegularExpressions;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Stack.Postgres;

/// <summary>An installed PostgreSQL server: the folder with <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>.</summary>
/// <param name="Folder">Its bin folder.</param>
/// <param name="Major">Its major version, e.g. 15.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>Older servers lack what the history needs.</summary>
    public const int OldestMajor = 15;

    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>The installed server to use: the one of the major version that made the data if there is data, else the newest.</summary>
    /// <exception cref="StackException">None fits; with what to install.</exception>
    public static async Task<PostgresBinaries> FindAsync(int? dataMajor, CancellationToken cancellationToken)
    {
        List<PostgresBinaries> installed = [];
        foreach (var folder in Folders().Distinct())
            if (File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")))
                installed.Add(new(folder, await MajorOfAsync(Path.Combine(folder, "postgres"), cancellationToken)));

        return installed.Where(server => server.Major >= OldestMajor && (dataMajor ?? server.Major) == server.Major).MaxBy(server => server.Major)
            ?? throw new StackException(dataMajor is { } major && major >= OldestMajor
                ? $"The history was made by PostgreSQL {major}, which is not installed here (any more). Install it (Debian, Ubuntu: apt-get install postgresql-{major}), or start with an empty history: --data DIR"
                : $"""
                   No PostgreSQL server of version {OldestMajor} or newer is installed. Install its programs (no running server is needed):
                     Debian, Ubuntu   apt-get install postgresql
                     Fedora           dnf install postgresql-server
                     Alpine           apk add postgresql
                     macOS            brew install postgresql
                   or bring a server of your own: ConnectionStrings__History='Host=...;Database=...;Username=...;Password=...'
                   """);
    }

    static IEnumerable<string> Folders() =>
        Versions("/usr/lib/postgresql").Concat(Versions("/usr/libexec/postgresql")).Concat(Versions("/usr/pgsql"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0));

    static IEnumerable<string> Versions(string parent) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent).Select(version => Path.Combine(version, "bin")) : [];

    static async Task<int> MajorOfAsync(string postgres, CancellationToken cancellationToken)
    {
        var said = await Tool.RequireAsync(postgres, ["--version"], cancellationToken);
        return int.Parse(FirstNumber().Match(said).Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();
}
