namespace ShipmentTracker.Contracts.Api;

/// <summary>Who sends messages that cannot be used, by way of one partition of a topic.</summary>
public sealed record DeadLetterSourceDto
{
    /// <summary>The asset that the messages' Kafka key names; null when the key names none.</summary>
    public string? Asset { get; init; }

    public required string Topic { get; init; }
    public required int Partition { get; init; }

    /// <summary>How many there were.</summary>
    public required long Count { get; init; }

    /// <summary>When the broker received the first of them.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When the broker received the last of them.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The newest of them, newest first; at most 20.</summary>
    public required IReadOnlyList<DeadLetterDto> Recent { get; init; }
}

/// <summary>A message that cannot be used.</summary>
/// <param name="Offset">Its offset in the partition.</param>
/// <param name="ReceivedAt">When the broker received it.</param>
/// <param name="Reason">A sentence that says what to mend.</param>
/// <param name="Message">The beginning of its value, at most 2,000 characters; U+FFFD stands for bytes that are no UTF-8. Empty when it has none.</param>
public sealed record DeadLetterDto(long Offset, DateTimeOffset ReceivedAt, string Reason, string Message);
