using ShipmentTracker.Cli.Stack;

namespace ShipmentTracker.Dashboard.Tests.Support;

/// <summary>Where the source lies.</summary>
static class Repository
{
    public static string Root { get; } = RepositoryRoot.Find(AppContext.BaseDirectory);

    /// <summary>Screenshots for README and docs are written there when <c>SCREENSHOTS=1</c>; otherwise they go nowhere.</summary>
    public static string? Screenshots => Environment.GetEnvironmentVariable("SCREENSHOTS") == "1" ? Path.Combine(Root, "docs", "screenshots") : null;
}
