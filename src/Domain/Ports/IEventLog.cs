namespace ShipmentTracker.Domain.Ports;

/// <summary>Reads a stream back, in order and streamed: a long history is never held in memory as a whole.</summary>
public interface IEventLog
{
    /// <summary>The version of a stream: how many events it has.</summary>
    Task<long> Version(string stream, CancellationToken cancellationToken);

    /// <summary>The events after a version (0: from the beginning).</summary>
    IAsyncEnumerable<VersionedEvent> Read(string stream, long afterVersion, CancellationToken cancellationToken);

    /// <summary>All events that are no readings: few, and found without reading the others.</summary>
    IAsyncEnumerable<VersionedEvent> ReadWithoutReadings(string stream, CancellationToken cancellationToken);
}

/// <summary>An event and its place in its stream, counted from 1.</summary>
public readonly record struct VersionedEvent(long Version, DomainEvent Event);
