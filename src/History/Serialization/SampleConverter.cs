using System.Text.Json;
using System.Text.Json.Serialization;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Serialization;

/// <summary>A reading as an object, by hand: readings are nearly all that is written and read.</summary>
sealed class SampleConverter : JsonConverter<Sample>
{
    public override void Write(Utf8JsonWriter writer, Sample value, JsonSerializerOptions options) => Write(writer, value);

    public override Sample Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public static void Write(Utf8JsonWriter writer, Sample sample)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, KindOf(sample));
        switch (sample)
        {
            case PositionSample p:
                Number(writer, "speedKph"u8, p.SpeedKph);
                Number(writer, "headingDeg"u8, p.HeadingDeg);
                Number(writer, "accuracyM"u8, p.AccuracyM);
                break;
            case SealSample s:
                writer.WriteString("event"u8, CamelCaseWords<SealEvent>.Of(s.Event));
                Number(writer, "batteryPct"u8, s.BatteryPct);
                if (s.Operator is { } name)
                    writer.WriteString("operator"u8, StorableStringConverter.Storable(name));
                break;
            case SensorSample x:
                Number(writer, "temperatureC"u8, x.TemperatureC);
                Number(writer, "humidityPct"u8, x.HumidityPct);
                Number(writer, "shockG"u8, x.ShockG);
                if (x.DoorOpen is { } open)
                    writer.WriteBoolean("doorOpen"u8, open);
                Number(writer, "lightLux"u8, x.LightLux);
                Number(writer, "batteryPct"u8, x.BatteryPct);
                break;
        }

        writer.WriteString("at"u8, sample.At.UtcDateTime);
        writer.WriteNumber("delayMs"u8, sample.DelayMs);
        if (sample.Seq is { } seq)
            writer.WriteNumber("seq"u8, seq);
        if (sample.Mark != SampleMark.None)
            writer.WriteString("mark"u8, CamelCaseWords<SampleMark>.Of(sample.Mark));
        Number(writer, "lat"u8, sample.Lat);
        Number(writer, "lon"u8, sample.Lon);
        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">It is not a reading.</exception>
    public static Sample Read(ref Utf8JsonReader reader)
    {
        // PostgreSQL keeps the members of a jsonb object in an order of its own: what the sample is may come after its values.
        var values = new SampleValues();
        Expect(reader.TokenType == JsonTokenType.StartObject, "A reading must be an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadMember(ref reader, ref values);
        return values.ToSample();
    }

    public static ReadOnlySpan<byte> KindOf(Sample sample) => sample switch
    {
        PositionSample => "position"u8,
        SealSample => "seal"u8,
        SensorSample => "sensor"u8,
        _ => throw new JsonException($"{sample.GetType().Name} is no kind of reading"),
    };

    static void ReadMember(ref Utf8JsonReader reader, ref SampleValues values)
    {
        if (Is(ref reader, "at"u8))
            values.At = reader.GetDateTimeOffset();
        else if (Is(ref reader, "lat"u8))
            values.Lat = Number(ref reader);
        else if (Is(ref reader, "lon"u8))
            values.Lon = Number(ref reader);
        else if (Is(ref reader, "seq"u8))
            values.Seq = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
        else if (Is(ref reader, "kind"u8))
            values.Kind = SampleValues.KindCalled(ref reader);
        else if (Is(ref reader, "delayMs"u8))
            values.DelayMs = reader.GetInt64();
        else if (Is(ref reader, "speedKph"u8))
            values.SpeedKph = Number(ref reader);
        else if (Is(ref reader, "headingDeg"u8))
            values.HeadingDeg = Number(ref reader);
        else if (Is(ref reader, "accuracyM"u8))
            values.AccuracyM = Number(ref reader);
        else if (Is(ref reader, "mark"u8))
            values.Mark = CamelCaseWords<SampleMark>.Read(ref reader);
        else if (Is(ref reader, "batteryPct"u8))
            values.BatteryPct = Number(ref reader);
        else if (Is(ref reader, "event"u8))
            values.Event = CamelCaseWords<SealEvent>.Read(ref reader);
        else if (Is(ref reader, "operator"u8))
            values.Operator = reader.GetString();
        else if (Is(ref reader, "doorOpen"u8))
            values.DoorOpen = reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean();
        else if (Is(ref reader, "temperatureC"u8))
            values.TemperatureC = Number(ref reader);
        else if (Is(ref reader, "humidityPct"u8))
            values.HumidityPct = Number(ref reader);
        else if (Is(ref reader, "shockG"u8))
            values.ShockG = Number(ref reader);
        else if (Is(ref reader, "lightLux"u8))
            values.LightLux = Number(ref reader);
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    // Goes on to the value when the member is the one.
    static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    static double? Number(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble();

    static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    static void Expect(bool asItShould, string otherwise)
    {
        if (!asItShould)
            throw new JsonException(otherwise);
    }
}
