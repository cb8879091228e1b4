using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Serialization;

/// <summary>A burst of readings, by hand. Its readings are a list of objects or, where they are all positions or all sensor readings, packed (<see cref="PackedReadings"/>).</summary>
sealed class ReadingsConverter : JsonConverter<ReadingsRecorded>
{
    public override void Write(Utf8JsonWriter writer, ReadingsRecorded value, JsonSerializerOptions options) => Write(writer, value, PackedReadings.Suits(value.Readings));

    public static void Write(Utf8JsonWriter writer, ReadingsRecorded value, bool packed)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("source"u8);
        writer.WriteString("log"u8, StorableStringConverter.Storable(value.Source.Log));
        writer.WriteString("topic"u8, StorableStringConverter.Storable(value.Source.Topic));
        writer.WriteNumber("partition"u8, value.Source.Partition);
        writer.WriteNumber("firstOffset"u8, value.Source.FirstOffset);
        writer.WriteNumber("lastOffset"u8, value.Source.LastOffset);
        writer.WriteEndObject();
        writer.WritePropertyName("readings"u8);
        if (packed)
        {
            PackedReadings.Write(writer, value.At, value.Readings);
        }
        else
        {
            writer.WriteStartArray();
            foreach (var sample in value.Readings)
                SampleConverter.Write(writer, sample);
            writer.WriteEndArray();
        }

        writer.WriteNumber("duplicates"u8, value.Duplicates);
        writer.WriteString("at"u8, value.At.UtcDateTime);
        writer.WriteString("recordedAt"u8, value.RecordedAt.UtcDateTime);
        writer.WriteEndObject();
    }

    public override ReadingsRecorded Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        DateTimeOffset? at = null, recordedAt = null;
        SourceRange? source = null;
        ImmutableArray<Sample>? readings = null;
        var duplicates = 0;
        var packed = default(Utf8JsonReader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "at"u8))
            {
                at = reader.GetDateTimeOffset();
            }
            else if (Is(ref reader, "source"u8))
            {
                source = JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<SourceRange>)options.GetTypeInfo(typeof(SourceRange)));
            }
            else if (Is(ref reader, "readings"u8))
            {
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    readings = ReadList(ref reader);
                }
                else
                {
                    // The times of packed readings are counted from that of the event, which may come later.
                    packed = reader;
                    reader.Skip();
                }
            }
            else if (Is(ref reader, "duplicates"u8))
            {
                duplicates = reader.GetInt32();
            }
            else if (Is(ref reader, "recordedAt"u8))
            {
                recordedAt = reader.GetDateTimeOffset();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (at is { } happened && packed.TokenType != JsonTokenType.None)
            readings = PackedReadings.Read(ref packed, happened);
        return new ReadingsRecorded(at ?? throw Without("at"), recordedAt ?? throw Without("recordedAt"), source ?? throw Without("source"), readings ?? throw Without("readings"), duplicates);
    }

    static ImmutableArray<Sample> ReadList(ref Utf8JsonReader reader)
    {
        var samples = ImmutableArray.CreateBuilder<Sample>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            samples.Add(SampleConverter.Read(ref reader));
        return samples.DrainToImmutable();
    }

    static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    static JsonException Without(string member) => new($"A burst of readings without \"{member}\"");
}
