using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Domain.Ports;

/// <summary>Remembers for a day what was answered to posts of telemetry that have an idempotency key.</summary>
public interface ITelemetryReceipts
{
    /// <summary>What was answered under a key; null when nothing was.</summary>
    Task<KeptReceipt?> Find(string credential, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Keeps an answer, unless there is one already.</summary>
    Task Keep(string credential, string idempotencyKey, KeptReceipt kept, CancellationToken cancellationToken);
}

/// <summary>An answer.</summary>
/// <param name="Fingerprint">What it was an answer to: SHA-256 of the messages, in hexadecimal.</param>
public sealed record KeptReceipt(string Fingerprint, TelemetryReceipt Receipt);
