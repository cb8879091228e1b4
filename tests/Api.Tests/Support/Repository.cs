namespace ShipmentTracker.Api.Tests.Support;

/// <summary>Files of the repository, wherever the tests run.</summary>
static class Repository
{
    public static string Read(string path) => File.ReadAllText(Path.Combine(Checkout.Root, path));
}
