using System.Xml.Linq;

namespace ShipmentTracker.Architecture.Tests;

/// <summary>What the projects of the checkout say.</summary>
static class Repository
{
    /// <summary>What a project's file refers to: names of projects and packages.</summary>
    public static IReadOnlySet<string> References(string project)
    {
        var file = Path.Combine(Checkout.Root, "src", project, project + ".csproj");
        return XDocument.Load(file).Descendants()
            .Where(e => e.Name.LocalName is "ProjectReference" or "PackageReference")
            .Select(e => (string)e.Attribute("Include")!)
            .Select(i => i.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(i.Replace('\\', '/')) : i)
            .ToHashSet();
    }

    /// <summary>The lines of a project's sources that contain a word, as file:line.</summary>
    public static IEnumerable<string> Uses(string project, string word) =>
        from file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", project), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        from line in File.ReadLines(file).Select((text, i) => (text, number: i + 1))
        where line.text.Contains(word, StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Checkout.Root, file)}:{line.number}";
}
