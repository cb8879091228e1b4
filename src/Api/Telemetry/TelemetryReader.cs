using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Api.Telemetry;

/// <summary>Reads a post: an array of messages. Only its form; whether a message can be used is decided where the topics are read.</summary>
static class TelemetryReader
{
    /// <summary>The messages, each without the name of its topic.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static async Task<(ImmutableArray<TelemetryItem> Items, string? Fault)> Read(Stream body, int maxItems, CancellationToken cancellationToken)
    {
        using var post = await JsonDocument.ParseAsync(body, default, cancellationToken);
        if (post.RootElement.ValueKind != JsonValueKind.Array) return ([], "must be an array of messages");
        var count = post.RootElement.GetArrayLength();
        if (count == 0) return ([], "must hold at least one message");
        if (count > maxItems) return ([], $"must hold at most {maxItems} messages, not {count}");
        return ([.. post.RootElement.EnumerateArray().Select(ItemOf)], null);
    }

    static TelemetryItem ItemOf(JsonElement message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        string? topic = null;
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (message.ValueKind != JsonValueKind.Object)
            {
                message.WriteTo(writer);
            }
            else
            {
                writer.WriteStartObject();
                foreach (var field in message.EnumerateObject())
                {
                    if (!field.NameEquals("topic")) field.WriteTo(writer);
                    else if (field.Value.ValueKind == JsonValueKind.String) topic = field.Value.GetString();
                }

                writer.WriteEndObject();
            }
        }

        return new TelemetryItem(topic, [.. buffer.WrittenSpan]);
    }
}
