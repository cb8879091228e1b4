namespace ShipmentTracker.Cli.Simulation;

/// <summary>Looks for what belongs to the project from wherever one is in it.</summary>
public static class Above
{
    /// <summary>The file or folder of that name in the working folder or one above it, else above the program; null if there is none.</summary>
    public static string? Find(string name) => From(Environment.CurrentDirectory, name) ?? From(AppContext.BaseDirectory, name);

    static string? From(string folder, string name)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, name);
            if (Path.Exists(path))
                return path;
        }
        return null;
    }
}
