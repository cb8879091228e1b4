namespace ShipmentTracker.Dashboard.Tests.Support;

/// <summary>What tests write into the repository.</summary>
static class Repository
{
    /// <summary>Screenshots for README and docs are written there when <c>SCREENSHOTS=1</c>; otherwise they go nowhere.</summary>
    public static string? Screenshots => Environment.GetEnvironmentVariable("SCREENSHOTS") == "1" ? Path.Combine(Checkout.Root, "docs", "screenshots") : null;
}
