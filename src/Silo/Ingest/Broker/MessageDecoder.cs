using Confluent.Kafka;
using ShipmentTracker.Silo.Ingest.Decoding;
using ShipmentTracker.Silo.Ingest.Pipeline;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>
/// Decodes messages where they lie in the client's own memory, while they are being consumed: of one that can be used nothing is copied. It belongs to one consumer,
/// and holds the message that was consumed last.
/// </summary>
sealed class MessageDecoder(TelemetryTopic topic) : IDeserializer<Ignore?>
{
    Telemetry message;
    string reason = "";
    byte[]? value;

    // Of a key only dead letters are made: it is put where the last one was.
    byte[] key = new byte[64];
    int? keyLength;

    Ignore? IDeserializer<Ignore?>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (context.Component == MessageComponentType.Key)
            KeepKey(data, isNull);
        else
            value = TelemetryDecoder.TryDecode(topic, data, out message, out reason) || isNull ? null : data.ToArray();
        return null;
    }

    /// <summary>The message that was consumed last.</summary>
    /// <param name="consumed">What the client tells of it beside its key and value.</param>
    /// <param name="receivedAt">When the broker appended it, or when we read it where the broker does not say.</param>
    public IngestMessage Take(ConsumeResult<Ignore?, Ignore?> consumed, DateTimeOffset receivedAt) => reason.Length == 0
        ? new IngestMessage(message.Asset, message.ToReading(receivedAt, consumed.Offset))
        : new IngestMessage(new UnusableMessage(
            consumed.Offset, receivedAt, consumed.Message.Timestamp, keyLength is { } length ? key[..length] : null, value,
            consumed.Message.Headers is { Count: > 0 } headers ? headers : null, reason));

    void KeepKey(ReadOnlySpan<byte> data, bool isNull)
    {
        keyLength = isNull ? null : data.Length;
        if (key.Length < data.Length)
            key = new byte[data.Length];
        data.CopyTo(key);
    }
}
