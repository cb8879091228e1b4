using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Serialization;

/// <summary>How the history is written as JSON: camelCase, words for enums, no nulls, times in UTC, positions as <c>{lat, lon}</c>, routes as GeoJSON coordinates.</summary>
public static class HistoryJson
{
    /// <summary>For everything of ours.</summary>
    public static JsonSerializerOptions Options { get; } = Frozen(Create(HistoryJsonContext.Default));

    /// <summary>For Marten, which also keeps documents of its own.</summary>
    internal static JsonSerializerOptions ForMarten() => Create(JsonTypeInfoResolver.Combine(HistoryJsonContext.Default, new DefaultJsonTypeInfoResolver()));

    /// <summary>An event as it is stored.</summary>
    public static byte[] Write(DomainEvent @event) => JsonSerializer.SerializeToUtf8Bytes(@event, Options.GetTypeInfo(@event.GetType()));

    /// <summary>Writes an event as it is stored, with a writer from <see cref="WriterTo"/>.</summary>
    internal static void Write(Utf8JsonWriter writer, DomainEvent @event) => JsonSerializer.Serialize(writer, @event, Options.GetTypeInfo(@event.GetType()));

    /// <summary>A writer that writes as <see cref="Options"/> say.</summary>
    internal static Utf8JsonWriter WriterTo(IBufferWriter<byte> buffer) => new(buffer, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true });

    /// <summary>A stored event.</summary>
    /// <exception cref="InvalidOperationException">The name is not known.</exception>
    /// <exception cref="JsonException">It is not of the shape that the name promises.</exception>
    public static DomainEvent Read(string name, ReadOnlySpan<byte> json) =>
        (DomainEvent?)JsonSerializer.Deserialize(json, Options.GetTypeInfo(EventNames.TypeOf(name))) ?? throw new JsonException($"An event \"{name}\" is null");

    /// <summary>A stored event as people read it: packed readings are told one by one.</summary>
    internal static ReadOnlyMemory<byte> Unpacked(string name, byte[] json)
    {
        if (name != EventNames.ReadingsRecorded)
            return json;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = WriterTo(buffer))
            ReadingsConverter.Write(writer, (ReadingsRecorded)Read(name, json), packed: false);
        return buffer.WrittenMemory;
    }

    internal static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    static JsonSerializerOptions Create(IJsonTypeInfoResolver resolver) => new()
    {
        TypeInfoResolver = resolver.WithAddedModifier(WithoutKinds),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // What is computed is computed again.
        IgnoreReadOnlyProperties = true,

        // Nothing of this is put into a page of HTML as it is; names of places and officers stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new UtcTimeConverter(),
            new StorableStringConverter(),
            new AssetIdConverter(),
            new GeoJsonCoordinatesConverter(),
            new ReadingsConverter(),
            new SampleConverter(),
            new CamelCaseWordConverter<SampleMark>(),
            new CamelCaseWordConverter<SealEvent>(),
            new CamelCaseWordConverter<AlertSeverity>(),
            new CamelCaseWordConverter<AlertStatus>(),
            new CamelCaseWordConverter<ShipmentStatus>(),
            new CamelCaseWordConverter<ZoneKind>(),
            new CamelCaseWordConverter<Role>(),
            new CamelCaseWordConverter<WebhookStatus>(),
        },
    };

    static JsonSerializerOptions Frozen(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        return options;
    }

    // Its converter knows the kinds of readings; the attributes that tell them to the serializer are of no use beside it.
    static void WithoutKinds(JsonTypeInfo type)
    {
        if (type.Type == typeof(Sample))
            type.PolymorphismOptions = null;
    }
}
