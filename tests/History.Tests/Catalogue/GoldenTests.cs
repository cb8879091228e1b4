using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ShipmentTracker.Domain;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Tests.Support;

namespace ShipmentTracker.History.Tests.Catalogue;

/// <summary>What is stored can be read for ever: an event that gains a field leaves the file it had behind, as one of its earlier forms.</summary>
public sealed class GoldenTests
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Names => new(EventNames.All.Select(n => n.Name));

    public static string FileOf(string name) => $"tests/History.Tests/Golden/{name}.json";

    public static string JsonOf(DomainEvent @event) => JsonNode.Parse(HistoryJson.Write(@event))!.ToJsonString(Indented) + "\n";

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_stored_as_its_file_says(string name) => Repository.ShouldHold(FileOf(name), JsonOf(EventSamples.All[name]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_file_is_read_as_the_event(string name)
    {
        var read = HistoryJson.Read(name, File.ReadAllBytes(Path.Combine(Checkout.Root, FileOf(name))));
        read.Should().BeOfType(EventSamples.All[name].GetType());
        read.Should().BeEquivalentTo(EventSamples.All[name], o => o.RespectingRuntimeTypes().ComparingRecordsByMembers());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_read_however_the_members_are_ordered(string name)
    {
        var reversed = Reversed(JsonNode.Parse(HistoryJson.Write(EventSamples.All[name]))!);
        HistoryJson.Read(name, System.Text.Encoding.UTF8.GetBytes(reversed.ToJsonString()))
            .Should().BeEquivalentTo(EventSamples.All[name], o => o.RespectingRuntimeTypes().ComparingRecordsByMembers());
    }

    [Theory]
    [MemberData(nameof(EarlierNames))]
    public void An_earlier_form_is_read_as_the_event_without_what_it_did_not_have(string file)
    {
        var read = HistoryJson.Read(file[..file.IndexOf('.', StringComparison.Ordinal)], File.ReadAllBytes(Path.Combine(Checkout.Root, FileOf(file))));
        read.Should().BeEquivalentTo(EventSamples.Earlier[file], o => o.RespectingRuntimeTypes().ComparingRecordsByMembers());
    }

    public static TheoryData<string> EarlierNames => new(EventSamples.Earlier.Keys);

    public static TheoryData<string> PackedNames => new(EventSamples.Packed.Keys);

    public static string PackedFileOf(string what) => FileOf($"{EventNames.ReadingsRecorded}.{what}");

    [Theory]
    [MemberData(nameof(PackedNames))]
    public void Readings_of_one_kind_are_stored_packed(string what)
    {
        var sample = EventSamples.Packed[what];
        Repository.ShouldHold(PackedFileOf(what), JsonOf(sample));
        var file = File.ReadAllText(Path.Combine(Checkout.Root, PackedFileOf(what)));
        foreach (var json in new[] { file, Reversed(JsonNode.Parse(file)!).ToJsonString() })
            HistoryJson.Read(EventNames.ReadingsRecorded, System.Text.Encoding.UTF8.GetBytes(json)).Should().BeEquivalentTo(sample, o => o.RespectingRuntimeTypes().ComparingRecordsByMembers());
    }

    [Fact]
    public void Every_event_of_the_domain_has_a_name()
    {
        var events = typeof(DomainEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(DomainEvent)) && !t.IsAbstract);
        EventNames.All.Select(n => n.Type).Should().BeEquivalentTo(events);
        EventNames.All.Select(n => n.Name).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_file_belongs_to_a_name() =>
        Directory.GetFiles(Path.Combine(Checkout.Root, "tests/History.Tests/Golden")).Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo([.. EventNames.All.Select(n => n.Name), .. EventSamples.Packed.Keys.Select(what => Path.GetFileNameWithoutExtension(PackedFileOf(what))), .. EventSamples.Earlier.Keys]);

    [Fact]
    public void A_sample_uses_every_field()
    {
        foreach (var sample in EventSamples.All.Values)
            foreach (var property in sample.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                property.GetValue(sample).Should().NotBeNull("{0}.{1} should be seen in its file", sample.GetType().Name, property.Name);
    }

    [Fact]
    public void A_text_that_the_database_cannot_hold_is_made_one_that_it_can()
    {
        var json = System.Text.Encoding.UTF8.GetString(HistoryJson.Write(((Domain.Assets.AlertClosed)EventSamples.All[EventNames.AlertClosed]) with { Note = "a\0b" }));
        json.Should().Contain("a\uFFFDb").And.NotContain("\\u0000");
    }

    [Fact]
    public void An_unknown_name_is_an_error() =>
        FluentActions.Invoking(() => HistoryJson.Read("alert_snoozed", "{}"u8)).Should().Throw<InvalidOperationException>().WithMessage("*alert_snoozed*");

    static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : (JsonNode?)Reversed(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(i => i is null ? null : Reversed(i))]),
        _ => node.DeepClone(),
    };
}
