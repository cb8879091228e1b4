namespace ShipmentTracker.Cli.Stack;

/// <summary>What a silo's runtime can only be told by its environment.</summary>
internal static class SiloRuntime
{
    /// <summary>How much is allocated between two collections, in bytes.</summary>
    public const string Gen0Size = "DOTNET_GCgen0size";

    // Readings live from the client to the journal. With the runtime's own 16 MB most of them outlive two collections on the way, and each costs to be moved: the collector's
    // pauses take twice the time.
    const string Gen0SizeHex = "0x4000000";

    /// <summary>Adds what our own environment does not say otherwise.</summary>
    public static Dictionary<string, string> WithRuntime(this Dictionary<string, string> environment)
    {
        if (Environment.GetEnvironmentVariable(Gen0Size) is null)
            environment.TryAdd(Gen0Size, Gen0SizeHex);
        return environment;
    }
}
