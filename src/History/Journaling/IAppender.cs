using System.Collections.Immutable;
using ShipmentTracker.Domain;

namespace ShipmentTracker.History.Journaling;

/// <summary>Writes appends to different streams in one transaction. The journal decides what goes together; this only writes it.</summary>
public interface IAppender
{
    /// <summary>
    /// Writes those whose stream is at its expected version, all of them or none. When it throws, <see cref="WriteFailures.NothingWritten"/> tells whether it is known that nothing
    /// was written.
    /// </summary>
    /// <param name="appends">No stream twice.</param>
    /// <returns>The indices of those that were not written because their stream is at another version.</returns>
    Task<IReadOnlySet<int>> Append(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken);
}

/// <summary>Events for a stream that must be at a version (0: it is new).</summary>
public readonly record struct StreamAppend(string Stream, long ExpectedVersion, ImmutableArray<DomainEvent> Events);
