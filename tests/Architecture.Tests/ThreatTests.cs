using System.Text.RegularExpressions;

namespace ShipmentTracker.Architecture.Tests;

/// <summary>Each line of the threat model in docs/security.md names a test; it must be there.</summary>
public sealed partial class ThreatTests
{
    static readonly string[] Kinds = ["Spoofing", "Tampering", "Repudiation", "Information disclosure", "Denial of service", "Elevation of privilege"];

    [Fact]
    public void Every_threat_names_a_test_that_is_there()
    {
        var sources = Directory.GetFiles(Path.Combine(Checkout.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")).Select(File.ReadAllText).ToList();
        var rows = File.ReadAllLines(Path.Combine(Checkout.Root, "docs", "security.md"))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)).Where(row => row.Length == 4 && Kinds.Contains(row[0])).ToList();

        rows.Select(row => row[0]).Distinct().Should().BeEquivalentTo(Kinds);
        foreach (var row in rows)
        {
            var named = Named().Match(row[3]);
            named.Success.Should().BeTrue("\"{0}\" names its test", row[1]);
            var (type, method) = (named.Groups["class"].Value, named.Groups["method"].Value);
            sources.Any(source => source.Contains($"class {type}") && (source.Contains("[Fact]") || source.Contains("[Theory]")) && (method.Length == 0 || source.Contains($" {method}(")))
                .Should().BeTrue("{0} is there", row[3]);
        }
    }

    [GeneratedRegex(@"^`(?<class>\w+)(\.(?<method>\w+))?`$")]
    private static partial Regex Named();
}
