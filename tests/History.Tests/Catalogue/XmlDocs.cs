using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ShipmentTracker.History.Tests.Catalogue;

/// <summary>What the code's own comments say, as Markdown.</summary>
sealed partial class XmlDocs
{
    readonly Dictionary<string, XElement> members = [];

    public XmlDocs(params Assembly[] assemblies)
    {
        foreach (var assembly in assemblies)
            foreach (var member in XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
                members[member.Attribute("name")!.Value] = member;
    }

    public string Of(Type type) => Text(members.GetValueOrDefault($"T:{Name(type)}")?.Element("summary"));

    /// <summary>A property's comment: its own, or that of the record's parameter it was made from, wherever in the hierarchy.</summary>
    public string Of(PropertyInfo property)
    {
        for (var type = property.ReflectedType; type is not null && type != typeof(object); type = type.BaseType)
        {
            if (members.GetValueOrDefault($"P:{Name(type)}.{property.Name}")?.Element("summary") is { } summary)
                return Text(summary);
            if (members.GetValueOrDefault($"T:{Name(type)}")?.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == property.Name) is { } param)
                return Text(param);
        }

        return "";
    }

    public string OfValue(FieldInfo value) => Text(members.GetValueOrDefault($"F:{Name(value.DeclaringType!)}.{value.Name}")?.Element("summary"));

    static string Name(Type type) => type.FullName!.Replace('+', '.');

    static string Text(XElement? element) => element is null ? "" : Spaces().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } e => $"`{e.Value}`",
        XElement { Name.LocalName: "see" } e => $"`{Camel(e.Attribute("cref")!.Value.Split('.')[^1])}`",
        XElement { Name.LocalName: "paramref" } e => $"`{Camel(e.Attribute("name")!.Value)}`",
        XElement e => e.Value,
        _ => node.ToString(),
    };

    static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
