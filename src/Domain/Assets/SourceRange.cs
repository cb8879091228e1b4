namespace ShipmentTracker.Domain.Assets;

/// <summary>The messages a burst came from.</summary>
/// <param name="Log">Identity of the log; offsets count within it only.</param>
/// <param name="Topic">Kafka topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="FirstOffset">Offset of the first message.</param>
/// <param name="LastOffset">Offset of the last message.</param>
public sealed record SourceRange(string Log, string Topic, int Partition, long FirstOffset, long LastOffset);
