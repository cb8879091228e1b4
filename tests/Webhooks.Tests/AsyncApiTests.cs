using NJsonSchema;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Contracts.Webhooks;
using YamlDotNet.RepresentationModel;

namespace ShipmentTracker.Webhooks.Tests;

/// <summary>docs/asyncapi.yaml tells of every topic and every type there is, and nothing in it leads nowhere.</summary>
public sealed class AsyncApiTests
{
    static readonly string File = Path.Combine(Checkout.Root, "docs", "asyncapi.yaml");
    static readonly YamlMappingNode Document = Load();

    [Fact]
    public void It_is_of_version_3() => Text(Document, "asyncapi").Should().Be("3.0.0");

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var references = References(Document).ToList();
        references.Should().HaveCountGreaterThan(40);
        foreach (var reference in references)
        {
            if (reference.StartsWith('#'))
                At(reference).Should().NotBeNull(reference);
            else
                (await JsonSchema.FromFileAsync(Path.Combine(Path.GetDirectoryName(File)!, reference))).Title.Should().NotBeNullOrEmpty(reference);
        }
    }

    [Fact]
    public void Every_topic_is_a_channel_and_no_other_is() => Channels()
        .Select(c => Text(c, "address")).Where(a => a is not "null").Should().BeEquivalentTo(
            typeof(Topics).GetFields().Where(f => f.IsLiteral && f.FieldType == typeof(string)).Select(f => (string)f.GetRawConstantValue()!));

    [Fact]
    public void Every_type_is_a_message_of_webhooks_with_its_own_schema()
    {
        var messages = Messages("webhooks");
        messages.Select(m => Text(m, "name")).Should().BeEquivalentTo([.. NoticeTypes.All, NoticeTypes.WebhookTest]);
        foreach (var message in messages)
            Text((YamlMappingNode)((YamlMappingNode)message["payload"])["schema"], "$ref").Should().Be($"./events/{Text(message, "name")}.json");
    }

    [Fact]
    public void What_happens_to_alerts_goes_to_Kafka_too() =>
        Messages("alerts").Select(m => Text(m, "name")).Should().BeEquivalentTo(NoticeTypes.All.Where(t => t.StartsWith("shiptrack.alert.", StringComparison.Ordinal)));

    [Fact]
    public void Every_channel_is_used_by_an_operation() => ((YamlMappingNode)Document["operations"]).Children.Values.Cast<YamlMappingNode>()
        .Select(o => Text((YamlMappingNode)o["channel"], "$ref")).Should().BeEquivalentTo(((YamlMappingNode)Document["channels"]).Children.Keys.Select(k => $"#/channels/{k}"));

    static IEnumerable<YamlMappingNode> Channels() => ((YamlMappingNode)Document["channels"]).Children.Values.Cast<YamlMappingNode>();

    static List<YamlMappingNode> Messages(string channel) =>
        [.. ((YamlMappingNode)Document["channels"][channel]["messages"]).Children.Values.Cast<YamlMappingNode>().Select(m => (YamlMappingNode)At(Text(m, "$ref"))!)];

    static YamlNode? At(string pointer) => pointer[2..].Split('/').Aggregate(
        (YamlNode?)Document, (node, step) => node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(step), out var next) ? next : null);

    static IEnumerable<string> References(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(c => c.Key.ToString() == "$ref" ? [c.Value.ToString()] : References(c.Value)),
        YamlSequenceNode list => list.Children.SelectMany(References),
        _ => [],
    };

    static string Text(YamlMappingNode node, string name) => node[name].ToString();

    static YamlMappingNode Load()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(File);
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
