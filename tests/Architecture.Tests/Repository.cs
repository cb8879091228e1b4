using System.Xml.Linq;

namespace ShipmentTracker.Architecture.Tests;

/// <summary>The checkout that this test was built from.</summary>
static class Repository
{
    public static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>What a project's file refers to: names of projects and packages.</summary>
    public static IReadOnlySet<string> References(string project)
    {
        var file = Path.Combine(Root, "src", project, project + ".csproj");
        return XDocument.Load(file).Descendants()
            .Where(e => e.Name.LocalName is "ProjectReference" or "PackageReference")
            .Select(e => (string)e.Attribute("Include")!)
            .Select(i => i.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(i.Replace('\\', '/')) : i)
            .ToHashSet();
    }

    /// <summary>The lines of a project's sources that contain a word, as file:line.</summary>
    public static IEnumerable<string> Uses(string project, string word) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        from line in File.ReadLines(file).Select((text, i) => (text, number: i + 1))
        where line.text.Contains(word, StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Root, file)}:{line.number}";

    static string FindRoot(string from) =>
        File.Exists(Path.Combine(from, "ShipmentTracker.sln")) ? from : FindRoot(Path.GetDirectoryName(from) ?? throw new DirectoryNotFoundException("no ShipmentTracker.sln above the tests"));
}
