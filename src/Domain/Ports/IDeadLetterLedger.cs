using System.Collections.Immutable;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.DeadLetters;

namespace ShipmentTracker.Domain.Ports;

/// <summary>
/// Knows who sends what cannot be used: for each sender and partition since when, how much, and the newest of it. The full record is the topic of dead letters.
/// </summary>
public interface IDeadLetterLedger
{
    /// <summary>
    /// Adds what a batch of one partition brought. When it returns that is durable; when it throws, whether it is is unknown, and the same is to be added again: of one log
    /// (<see cref="LogPartition.Log"/>) each offset counts once, and none counts that comes after a higher one of the same sender.
    /// </summary>
    Task Add(LogPartition source, ImmutableArray<LedgerLine> lines, CancellationToken cancellationToken);
}
