using Confluent.Kafka;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>One message as the broker gave it.</summary>
/// <param name="Offset">Its offset in the partition.</param>
/// <param name="ReceivedAt">When the broker appended it, or when we read it where the broker does not say.</param>
/// <param name="Timestamp">The record's own timestamp, whatever kind it is.</param>
/// <param name="Key">Bytes of the key, untouched.</param>
/// <param name="Value">Bytes of the value, untouched.</param>
/// <param name="Headers">Headers the sender gave it.</param>
readonly record struct IngestMessage(long Offset, DateTimeOffset ReceivedAt, Timestamp Timestamp, byte[]? Key, byte[]? Value, Headers? Headers)
{
    /// <summary>Roughly what it takes in memory; the constant stands for the objects around the bytes.</summary>
    public int Bytes => 200 + (Key?.Length ?? 0) + (Value?.Length ?? 0);
}
