namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>When the in-memory broker becomes too small for what waits in it.</summary>
internal sealed record MockKafkaLimits
{
    /// <summary>Unread messages of one partition from which producers are slowed down.</summary>
    /// <remarks>
    /// librdkafka keeps 5 MB a partition. Ours are some 150 to 300 bytes; at half a kilobyte each 10,000 fit, and this leaves as many again for what
    /// producers send until the next look.
    /// </remarks>
    public long BrakeFrom { get; init; } = 5_000;

    /// <summary>Unread messages of one partition below which all is well again.</summary>
    public long CalmBelow { get; init; } = 1_000;

    /// <summary>Time between two looks.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMilliseconds(100);
}
