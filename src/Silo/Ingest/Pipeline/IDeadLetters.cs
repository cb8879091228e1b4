namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>Where unusable messages go.</summary>
interface IDeadLetters
{
    /// <summary>Sends them all and waits for the word on each; only those that were acknowledged may count as done.</summary>
    Task<DeadLetterOutcome> Send(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken);
}

/// <summary>What came of sending dead letters.</summary>
/// <param name="Failed">Those to send again; empty when all are acknowledged.</param>
/// <param name="Reason">Why, for one of them.</param>
readonly record struct DeadLetterOutcome(IReadOnlyList<DeadLetter> Failed, string? Reason);
