using System.Collections.Immutable;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Grains.Ingest;

/// <summary>Puts messages on their topics.</summary>
public interface ITelemetryIntake
{
    /// <summary>Returns when the broker has acknowledged every message that can be used.</summary>
    /// <exception cref="TimeoutException">It did not; some may be written.</exception>
    Task<TelemetryReceipt> Take(ImmutableArray<TelemetryItem> items, CancellationToken cancellationToken);
}
