namespace ShipmentTracker.Domain.Tests;

/// <summary>The real data in <c>samples/</c>.</summary>
static class Samples
{
    public static string Path(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "ShipmentTracker.sln")))
            folder = folder.Parent;
        return System.IO.Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("no ShipmentTracker.sln above the tests"), "samples", name);
    }
}
