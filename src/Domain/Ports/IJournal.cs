using System.Collections.Immutable;

namespace ShipmentTracker.Domain.Ports;

/// <summary>Writes the history. Many grains share it, and one transaction may carry the events of many of them.</summary>
public interface IJournal
{
    /// <summary>
    /// Appends events to a stream that must be at <paramref name="expectedVersion"/> (0: it is new). When it returns they are durable; when it throws
    /// anything but <see cref="StaleVersionException"/>, whether they are is unknown and the stream must be read again.
    /// </summary>
    /// <exception cref="StaleVersionException">The stream is at another version; nothing was written.</exception>
    Task Append(string stream, long expectedVersion, ImmutableArray<DomainEvent> events, JournalLane lane, CancellationToken cancellationToken);
}

/// <summary>Which queue an append waits in.</summary>
public enum JournalLane
{
    /// <summary>Positions and sensors: large batches.</summary>
    Bulk,

    /// <summary>Seals, alerts' handling and people's commands: these never wait behind positions.</summary>
    Express,
}

/// <summary>Somebody else has written to the stream since this writer read it.</summary>
public sealed class StaleVersionException : Exception
{
    public StaleVersionException(string stream, long expectedVersion, Exception? inner = null)
        : base($"Stream {stream} is no longer at version {expectedVersion}", inner)
    {
    }

    public StaleVersionException()
    {
    }

    public StaleVersionException(string message)
        : base(message)
    {
    }

    public StaleVersionException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
