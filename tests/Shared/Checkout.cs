namespace ShipmentTracker.Tests;

/// <summary>The checkout that these tests were built from.</summary>
static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string from) =>
        File.Exists(Path.Combine(from, "ShipmentTracker.sln")) ? from : Find(Path.GetDirectoryName(from) ?? throw new DirectoryNotFoundException("no ShipmentTracker.sln above the tests"));
}
