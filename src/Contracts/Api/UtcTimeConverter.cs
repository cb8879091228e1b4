using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Times in JSON: RFC 3339, written in UTC with a Z, read only with their offset. (The built-in converter takes a time without one for local.)</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.GetString(), out var moment) ? moment : throw new JsonException(Rfc3339.Expected);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Rfc3339.Format(value));
}
