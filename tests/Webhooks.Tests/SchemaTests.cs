using System.Text.Json.Nodes;
using NJsonSchema;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Webhooks.Tests.Support;

namespace ShipmentTracker.Webhooks.Tests;

/// <summary>Whatever is sent is as docs/events says.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SchemaTests(PostgresFixture postgres)
{
    static IEnumerable<string> Types => NoticeTypes.All.Append(NoticeTypes.WebhookTest);

    [Fact]
    public async Task Every_type_that_is_really_sent_is_as_its_schema_says()
    {
        foreach (var one in await OneOfEach())
        {
            var schema = await SchemaOf(one.Type);
            schema.Validate(one.Body).Should().BeEmpty("{0} was sent as {1}", one.Type, one.Body);
            Undescribed(one.Event, schema, one.Type).Should().BeEmpty();

            // A schema that takes everything would prove nothing.
            foreach (var (path, broken) in Broken(one.Event))
                schema.Validate(broken).Should().NotBeEmpty("{0} must not be taken with {1} broken", one.Type, path);
            one.Headers["content-type"].Should().StartWith("application/cloudevents+json");
            one.Headers["webhook-id"].Should().Be((string)one.Event["id"]!).And.NotContain(".", "a full stop divides what is signed");
            one.Headers["webhook-timestamp"].Should().MatchRegex("^[0-9]+$");
        }
    }

    [Fact]
    public void There_is_a_schema_for_every_type_and_for_no_other() =>
        Directory.GetFiles(Repository.Events, "shiptrack.*.json").Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(Types);

    static Task<JsonSchema> SchemaOf(string type) => JsonSchema.FromFileAsync(Path.Combine(Repository.Events, type + ".json"));

    async Task<IReadOnlyList<Received>> OneOfEach()
    {
        const string Shipment = "2026-000001";
        const string Alert = "vehicle-29H81234-route-deviation-1";
        var time = new ShiftedTime();
        await using var receiver = await Receiver.Start(time);
        await using var silo = await Deliverer.Start(await postgres.NewDatabase(), time);
        var webhook = await silo.Create(receiver.Url, with: c => c with { PositionEveryMinutes = 5 });
        var t = time.GetUtcNow();
        await silo.Append("shipment/" + Shipment, 0, Given.Registered(Shipment, t, seals: "VN0012345"), Given.Departed(Shipment, t));
        await silo.Append("vehicle/29H81234", 0, Given.Positions((t, 106.1)), Given.Raised(Alert, t, Shipment));
        await silo.Append(
            "vehicle/29H81234", 2, new AlertUpdated(t, t, Alert, t, null, Shipment, true, null, "Left the corridor", []), new AlertAcknowledged(t, t, Alert, "officer:lan", "calling"),
            new AlertCleared(t, t, Alert, false, false, "back"), new AlertClosed(t, t, Alert, "officer:lan", null));
        await silo.Append("seal/VN0012345", 0, Given.Seal((t, SealEvent.Sealed), (t.AddSeconds(1), SealEvent.Opened)), Given.Raised("seal-VN0012345-seal-breach-1", t, Shipment, "seal-breach"));
        await Eventually.True(() => receiver.All.Count(r => r.Type != NoticeTypes.PositionSummary) == 11, "all so far");
        time.Advance(TimeSpan.FromMinutes(5));
        await Eventually.True(() => receiver.All.Any(r => r.Type == NoticeTypes.PositionSummary), "the positions");
        await silo.Append("shipment/" + Shipment, 2, Given.Arrived(Shipment, t), Given.Closed(Shipment, t));
        await silo.Webhook(webhook.Webhook).Test(Deliverer.Admin, default);
        await Eventually.True(() => receiver.All.Select(r => r.Type).Distinct().Count() == Types.Count(), "one of each");
        return receiver.All;
    }

    static IEnumerable<(string Path, string Json)> Broken(JsonNode whole)
    {
        foreach (var name in new[] { "id", "source", "type", "time", "data" })
        {
            var without = whole.DeepClone().AsObject();
            without.Remove(name);
            yield return (name, without.ToJsonString());
        }

        foreach (var (name, value) in whole["data"]!.AsObject().Where(p => p.Value is not null))
        {
            var other = whole.DeepClone();
            other["data"]![name] = value!.GetValueKind() == System.Text.Json.JsonValueKind.Object ? 7 : new JsonObject();
            yield return ("data." + name, other.ToJsonString());
        }
    }

    // Whoever reads the schema learns of every field.
    static IEnumerable<string> Undescribed(JsonNode node, JsonSchema schema, string path)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (name, value) in o)
                {
                    if (Property(schema, name) is not { } property)
                        yield return $"{path}.{name}";
                    else if (value is not null)
                        foreach (var deeper in Undescribed(value, property, $"{path}.{name}"))
                            yield return deeper;
                }

                break;
            case JsonArray a when schema.ActualSchema.Item is { } item:
                foreach (var deeper in a.OfType<JsonNode>().SelectMany(n => Undescribed(n, item, path + "[]")))
                    yield return deeper;
                break;
        }
    }

    static JsonSchema? Property(JsonSchema schema, string name)
    {
        var actual = schema.ActualSchema;
        return actual.Properties.TryGetValue(name, out var property)
            ? property
            : actual.AllOf.Select(s => Property(s, name)).FirstOrDefault(p => p is not null);
    }
}
