using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Grains.Ingest;

/// <inheritdoc cref="IIngestFrontierGrain"/>
[GrainType("ingest-frontier")]
public sealed class IngestFrontierGrain : Grain, IIngestFrontierGrain
{
    readonly Dictionary<int, DateTimeOffset> partitions = [];
    int count;

    public ValueTask Report(FrontierReport report, CancellationToken cancellationToken)
    {
        count = report.Partitions;
        if (!partitions.TryGetValue(report.Partition, out var known) || report.ProcessedUpTo > known)
            partitions[report.Partition] = report.ProcessedUpTo;
        foreach (var gone in partitions.Keys.Where(p => p >= count).ToList())
            partitions.Remove(gone);
        return ValueTask.CompletedTask;
    }

    public ValueTask<DateTimeOffset?> ProcessedUpTo(CancellationToken cancellationToken) =>
        new(count > 0 && partitions.Count == count ? partitions.Values.Min() : null);
}
