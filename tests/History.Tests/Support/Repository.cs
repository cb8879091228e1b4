namespace ShipmentTracker.History.Tests.Support;

/// <summary>Files that tests compare with, in the repository itself; <c>UPDATE_GOLDEN=1</c> writes them anew.</summary>
static class Repository
{
    static bool Updates => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>Whether a file says exactly this.</summary>
    public static void ShouldHold(string path, string content)
    {
        var file = Path.Combine(Checkout.Root, path);
        if (Updates)
            File.WriteAllText(file, content);
        File.Exists(file).Should().BeTrue("{0} must be there; UPDATE_GOLDEN=1 dotnet test tests/History.Tests writes it", path);
        File.ReadAllText(file).Should().Be(content, "{0} must say what the code does; UPDATE_GOLDEN=1 dotnet test tests/History.Tests writes it anew", path);
    }
}
