namespace ShipmentTracker.Cli.Stack;

/// <summary>Finds the repository this program was built in, and the other programs built with it.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder with <c>ShipmentTracker.sln</c> at or above <paramref name="from"/>.</summary>
    /// <exception cref="StackException">There is none.</exception>
    public static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ShipmentTracker.sln"))) return folder.FullName;
        throw new StackException($"No ShipmentTracker.sln at or above {from}; say where the repository is with --root DIR.");
    }

    /// <summary>The built assembly of a project, of the same configuration (Release, Debug) as this program.</summary>
    public static string Assembly(string root, string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (output.Name, output.Parent?.Name ?? "Release");
        return Path.Combine(root, "src", project, "bin", configuration, framework, $"ShipmentTracker.{project}.dll");
    }
}
