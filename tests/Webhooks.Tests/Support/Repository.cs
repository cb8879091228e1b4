namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>Files of the repository that receivers rely on.</summary>
static class Repository
{
    public static string Events => Path.Combine(Checkout.Root, "docs", "events");
}
