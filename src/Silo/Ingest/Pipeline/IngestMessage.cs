using Confluent.Kafka;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>One message, already decoded: a reading, or what cannot be used.</summary>
readonly struct IngestMessage
{
    // Roughly what a reading takes, and the objects around the bytes of a message that is kept as it came.
    const int ReadingBytes = 200;

    readonly object content;

    /// <summary>A message that can be used.</summary>
    public IngestMessage(AssetId asset, Reading reading) => (Asset, content) = (asset, reading);

    /// <summary>A message that cannot.</summary>
    public IngestMessage(UnusableMessage message) => content = message;

    /// <summary>Whose reading it is.</summary>
    public AssetId Asset { get; }

    /// <summary>The reading; null when the message cannot be used.</summary>
    public Reading? Reading => content as Reading;

    /// <summary>The message as it came, when it cannot be used.</summary>
    public UnusableMessage? Unusable => content as UnusableMessage;

    /// <summary>Its offset in the partition.</summary>
    public long Offset => content is Reading reading ? reading.Offset : ((UnusableMessage)content).Offset;

    /// <summary>Roughly what it takes in memory.</summary>
    public int Bytes => ReadingBytes + (Unusable is { } message ? (message.Key?.Length ?? 0) + (message.Value?.Length ?? 0) : 0);
}

/// <summary>A message that cannot be used, as the broker gave it.</summary>
/// <param name="Offset">Its offset in the partition.</param>
/// <param name="ReceivedAt">When the broker appended it, or when we read it where the broker does not say.</param>
/// <param name="Timestamp">The record's own timestamp, whatever kind it is.</param>
/// <param name="Key">Bytes of the key, untouched.</param>
/// <param name="Value">Bytes of the value, untouched.</param>
/// <param name="Headers">Headers the sender gave it.</param>
/// <param name="Reason">A sentence that says what to mend.</param>
sealed record UnusableMessage(long Offset, DateTimeOffset ReceivedAt, Timestamp Timestamp, byte[]? Key, byte[]? Value, Headers? Headers, string Reason);
