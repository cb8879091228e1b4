using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.History.Serialization;

/// <summary>RFC 3339 in UTC: the offset a device or a client wrote says nothing about the moment.</summary>
sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}

/// <summary>PostgreSQL cannot keep U+0000 in jsonb: one operator's name with it would make its asset's history unwritable.</summary>
sealed class StorableStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Storable(value));

    public static string Storable(string value) => value.Contains('\0', StringComparison.Ordinal) ? value.Replace('\0', '\uFFFD') : value;
}

/// <summary>An asset in its written form.</summary>
sealed class AssetIdConverter : JsonConverter<AssetId>
{
    public override AssetId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AssetId.TryParse(reader.GetString(), out var asset, out var reason) ? asset : throw new JsonException(reason);

    public override void Write(Utf8JsonWriter writer, AssetId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Coordinates of a GeoJSON line: <c>[[longitude, latitude], ...]</c> (RFC 7946, section 3.1.1).</summary>
sealed class GeoJsonCoordinatesConverter : JsonConverter<ImmutableArray<GeoPosition>>
{
    public override ImmutableArray<GeoPosition> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray);
        var positions = ImmutableArray.CreateBuilder<GeoPosition>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            var lon = Number(ref reader);
            var lat = Number(ref reader);
            positions.Add(new GeoPosition(lat, lon));
            Expect(reader.Read() && reader.TokenType == JsonTokenType.EndArray);
        }

        Expect(reader.TokenType == JsonTokenType.EndArray);
        return positions.DrainToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<GeoPosition> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (lat, lon) in value)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(lon);
            writer.WriteNumberValue(lat);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    static double Number(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.Number);
        return reader.GetDouble();
    }

    static void Expect(bool asItShould)
    {
        if (!asItShould)
            throw new JsonException("GeoJSON coordinates must be pairs of longitude and latitude");
    }
}

/// <summary>An enum as a word in camelCase, known at compile time.</summary>
sealed class CamelCaseWordConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CamelCaseWords<TEnum>.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(CamelCaseWords<TEnum>.Of(value));
}

/// <summary>The words of an enum.</summary>
static class CamelCaseWords<TEnum>
    where TEnum : struct, Enum
{
    static readonly (TEnum Value, JsonEncodedText Word)[] Words =
        [.. Enum.GetValues<TEnum>().Select(v => (v, JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(v.ToString()))))];

    /// <exception cref="JsonException">It has none.</exception>
    public static JsonEncodedText Of(TEnum value)
    {
        foreach (var (known, word) in Words)
            if (EqualityComparer<TEnum>.Default.Equals(known, value))
                return word;
        throw new JsonException($"{value} is no {typeof(TEnum).Name}");
    }

    /// <exception cref="JsonException">It is none of them.</exception>
    public static TEnum Read(ref Utf8JsonReader reader)
    {
        foreach (var (value, word) in Words)
            if (reader.ValueTextEquals(word.EncodedUtf8Bytes))
                return value;
        throw new JsonException($"\"{reader.GetString()}\" is no {typeof(TEnum).Name}");
    }

    /// <inheritdoc cref="Read(ref Utf8JsonReader)"/>
    public static TEnum Read(ReadOnlySpan<byte> text)
    {
        foreach (var (value, word) in Words)
            if (text.SequenceEqual(word.EncodedUtf8Bytes))
                return value;
        throw new JsonException($"\"{System.Text.Encoding.UTF8.GetString(text)}\" is no {typeof(TEnum).Name}");
    }
}
