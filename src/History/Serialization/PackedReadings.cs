using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Serialization;

/// <summary>
/// Readings of one kind by columns: a member for each value, with the values of all readings in their order, separated by spaces; <c>-</c> where one has none, and no member where
/// none has. The names are those of a reading's own members but for the time: <c>beforeMs</c> is how long before the event's <c>at</c> it was, in milliseconds.
/// </summary>
/// <remarks>A text is what PostgreSQL keeps as it is: of a number it makes one of its own, and each costs more than all else of a reading.</remarks>
static class PackedReadings
{
    /// <summary>The longest value: a double, or a number of milliseconds with its fraction.</summary>
    const int LongestValue = 32;

    const byte Separator = (byte)' ';
    const byte Missing = (byte)'-';

    delegate bool Format<TSample>(TSample sample, Span<byte> to, out int written);

    /// <summary>Whether they can be packed: all positions, or all sensor readings. Seals tell more than numbers, and come one by one.</summary>
    public static bool Suits(ImmutableArray<Sample> readings)
    {
        if (readings is not [PositionSample or SensorSample, ..])
            return false;
        foreach (var sample in readings)
            if (sample.GetType() != readings[0].GetType())
                return false;
        return true;
    }

    public static void Write(Utf8JsonWriter writer, DateTimeOffset at, ImmutableArray<Sample> readings)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(readings.Length * LongestValue);
        writer.WriteStartObject();
        writer.WriteString("kind"u8, SampleConverter.KindOf(readings[0]));
        Column(writer, buffer, "beforeMs"u8, readings, (Sample s, Span<byte> to, out int n) => Milliseconds(at.UtcTicks - s.At.UtcTicks, to, out n));
        Column(writer, buffer, "delayMs"u8, readings, static (Sample s, Span<byte> to, out int n) => Number(s.DelayMs, to, out n));
        Column(writer, buffer, "seq"u8, readings, static (Sample s, Span<byte> to, out int n) => Number(s.Seq, to, out n));
        Column(writer, buffer, "mark"u8, readings, static (Sample s, Span<byte> to, out int n) => Word(s.Mark, to, out n));
        Column(writer, buffer, "lat"u8, readings, static (Sample s, Span<byte> to, out int n) => Number(s.Lat, to, out n));
        Column(writer, buffer, "lon"u8, readings, static (Sample s, Span<byte> to, out int n) => Number(s.Lon, to, out n));
        if (readings[0] is PositionSample)
        {
            Column(writer, buffer, "speedKph"u8, readings, static (PositionSample s, Span<byte> to, out int n) => Number(s.SpeedKph, to, out n));
            Column(writer, buffer, "headingDeg"u8, readings, static (PositionSample s, Span<byte> to, out int n) => Number(s.HeadingDeg, to, out n));
            Column(writer, buffer, "accuracyM"u8, readings, static (PositionSample s, Span<byte> to, out int n) => Number(s.AccuracyM, to, out n));
        }
        else
        {
            Column(writer, buffer, "temperatureC"u8, readings, static (SensorSample s, Span<byte> to, out int n) => Number(s.TemperatureC, to, out n));
            Column(writer, buffer, "humidityPct"u8, readings, static (SensorSample s, Span<byte> to, out int n) => Number(s.HumidityPct, to, out n));
            Column(writer, buffer, "shockG"u8, readings, static (SensorSample s, Span<byte> to, out int n) => Number(s.ShockG, to, out n));
            Column(writer, buffer, "doorOpen"u8, readings, static (SensorSample s, Span<byte> to, out int n) => Truth(s.DoorOpen, to, out n));
            Column(writer, buffer, "lightLux"u8, readings, static (SensorSample s, Span<byte> to, out int n) => Number(s.LightLux, to, out n));
            Column(writer, buffer, "batteryPct"u8, readings, static (SensorSample s, Span<byte> to, out int n) => Number(s.BatteryPct, to, out n));
        }

        writer.WriteEndObject();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <exception cref="JsonException">They are not what <see cref="Write"/> writes.</exception>
    public static ImmutableArray<Sample> Read(ref Utf8JsonReader reader, DateTimeOffset at)
    {
        var kind = SampleKind.Unknown;
        Values before = default, delay = default, seq = default, mark = default, lat = default, lon = default, speed = default, heading = default, accuracy = default,
            temperature = default, humidity = default, shock = default, door = default, light = default, battery = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "kind"u8))
                kind = SampleValues.KindCalled(ref reader);
            else if (Is(ref reader, "beforeMs"u8))
                before = new Values(ref reader);
            else if (Is(ref reader, "delayMs"u8))
                delay = new Values(ref reader);
            else if (Is(ref reader, "seq"u8))
                seq = new Values(ref reader);
            else if (Is(ref reader, "mark"u8))
                mark = new Values(ref reader);
            else if (Is(ref reader, "lat"u8))
                lat = new Values(ref reader);
            else if (Is(ref reader, "lon"u8))
                lon = new Values(ref reader);
            else if (Is(ref reader, "speedKph"u8))
                speed = new Values(ref reader);
            else if (Is(ref reader, "headingDeg"u8))
                heading = new Values(ref reader);
            else if (Is(ref reader, "accuracyM"u8))
                accuracy = new Values(ref reader);
            else if (Is(ref reader, "temperatureC"u8))
                temperature = new Values(ref reader);
            else if (Is(ref reader, "humidityPct"u8))
                humidity = new Values(ref reader);
            else if (Is(ref reader, "shockG"u8))
                shock = new Values(ref reader);
            else if (Is(ref reader, "doorOpen"u8))
                door = new Values(ref reader);
            else if (Is(ref reader, "lightLux"u8))
                light = new Values(ref reader);
            else if (Is(ref reader, "batteryPct"u8))
                battery = new Values(ref reader);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        var samples = ImmutableArray.CreateBuilder<Sample>(before.Count);
        while (!before.AtEnd)
            samples.Add(new SampleValues
            {
                Kind = kind,
                At = new DateTimeOffset(at.UtcTicks - before.NextTicks(), TimeSpan.Zero),
                DelayMs = delay.NextInteger() ?? 0,
                Seq = seq.NextInteger(),
                Mark = mark.NextMark(),
                Lat = lat.NextNumber(),
                Lon = lon.NextNumber(),
                SpeedKph = speed.NextNumber(),
                HeadingDeg = heading.NextNumber(),
                AccuracyM = accuracy.NextNumber(),
                TemperatureC = temperature.NextNumber(),
                HumidityPct = humidity.NextNumber(),
                ShockG = shock.NextNumber(),
                DoorOpen = door.NextTruth(),
                LightLux = light.NextNumber(),
                BatteryPct = battery.NextNumber(),
            }.ToSample());
        return samples.DrainToImmutable();
    }

    static void Column<TSample>(Utf8JsonWriter writer, byte[] buffer, ReadOnlySpan<byte> name, ImmutableArray<Sample> readings, Format<TSample> format)
        where TSample : Sample
    {
        var (length, any) = (0, false);
        foreach (var sample in readings)
        {
            if (length > 0)
                buffer[length++] = Separator;
            if (format((TSample)sample, buffer.AsSpan(length, LongestValue - 1), out var written))
                (length, any) = (length + written, true);
            else
                buffer[length++] = Missing;
        }

        if (any)
            writer.WriteString(name, buffer.AsSpan(0, length));
    }

    static bool Number(double? value, Span<byte> to, out int written)
    {
        written = 0;
        if (value is not { } number)
            return false;
        if (!double.IsFinite(number))
            throw new ArgumentException($"A reading holds {number}, which cannot be stored", nameof(value));
        return number.TryFormat(to, out written, provider: CultureInfo.InvariantCulture);
    }

    static bool Number(long? value, Span<byte> to, out int written)
    {
        written = 0;
        return value is { } number && Utf8Formatter.TryFormat(number, to, out written);
    }

    static bool Milliseconds(long ticks, Span<byte> to, out int written) => ticks % TimeSpan.TicksPerMillisecond == 0
        ? Utf8Formatter.TryFormat(ticks / TimeSpan.TicksPerMillisecond, to, out written)
        : (ticks / (decimal)TimeSpan.TicksPerMillisecond).TryFormat(to, out written, provider: CultureInfo.InvariantCulture);

    static bool Truth(bool? value, Span<byte> to, out int written)
    {
        written = 0;
        return value is { } truth && Utf8Formatter.TryFormat(truth, to, out written, 'l');
    }

    static bool Word(SampleMark mark, Span<byte> to, out int written)
    {
        written = 0;
        if (mark == SampleMark.None)
            return false;
        var word = CamelCaseWords<SampleMark>.Of(mark).EncodedUtf8Bytes;
        word.CopyTo(to);
        written = word.Length;
        return true;
    }

    static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    /// <summary>The values of one column, one after the other.</summary>
    ref struct Values
    {
        ReadOnlySpan<byte> rest;

        public Values(scoped ref Utf8JsonReader reader)
        {
            if (!reader.HasValueSequence && !reader.ValueIsEscaped)
            {
                rest = reader.ValueSpan;
                return;
            }

            var copy = new byte[reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length];
            rest = copy.AsSpan(0, reader.CopyString(copy));
        }

        public readonly bool AtEnd => rest.IsEmpty;

        public readonly int Count => rest.IsEmpty ? 0 : rest.Count(Separator) + 1;

        public double? NextNumber() => Next() is not { IsEmpty: false } text ? null : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Strange();

        public long? NextInteger() => Next() is not { IsEmpty: false } text ? null : Utf8Parser.TryParse(text, out long number, out var read) && read == text.Length ? number : throw Strange();

        public bool? NextTruth() => Next() is not { IsEmpty: false } text ? null : Utf8Parser.TryParse(text, out bool truth, out var read) && read == text.Length ? truth : throw Strange();

        public SampleMark NextMark() => Next() is { IsEmpty: false } text ? CamelCaseWords<SampleMark>.Read(text) : SampleMark.None;

        public long NextTicks()
        {
            var text = Next();
            return Utf8Parser.TryParse(text, out long whole, out var read) && read == text.Length ? whole * TimeSpan.TicksPerMillisecond
                : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? (long)(exact * TimeSpan.TicksPerMillisecond)
                : throw Strange();
        }

        // Nothing where the value is missing.
        ReadOnlySpan<byte> Next()
        {
            var end = rest.IndexOf(Separator);
            var value = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            return value is [Missing] ? default : value;
        }

        static JsonException Strange() => new("A column of packed readings holds what is no value of it");
    }
}
