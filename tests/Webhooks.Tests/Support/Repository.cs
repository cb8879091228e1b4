namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>The checkout that this test was built from.</summary>
static class Repository
{
    public static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string Events => Path.Combine(Root, "docs", "events");

    static string FindRoot(string from) =>
        File.Exists(Path.Combine(from, "ShipmentTracker.sln")) ? from : FindRoot(Path.GetDirectoryName(from) ?? throw new DirectoryNotFoundException("no ShipmentTracker.sln above the tests"));
}
