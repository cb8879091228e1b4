namespace ShipmentTracker.Api.Tests.Support;

/// <summary>Files of the repository, wherever the tests run.</summary>
static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new DirectoryNotFoundException("no ShipmentTracker.sln above the tests")
        : File.Exists(Path.Combine(folder.FullName, "ShipmentTracker.sln")) ? folder.FullName
        : Find(folder.Parent);
}
