namespace ShipmentTracker.Domain.Tests;

/// <summary>The real data in <c>samples/</c>.</summary>
static class Samples
{
    public static string Path(string name) => System.IO.Path.Combine(Checkout.Root, "samples", name);
}
