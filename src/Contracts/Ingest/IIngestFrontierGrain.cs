namespace ShipmentTracker.Contracts.Ingest;

/// <summary>
/// Knows how far the ingest of one topic (the key) has come. Silence is judged against it: an asset is silent only when everything the broker
/// held has been read and nothing of the asset was in it; while we lag or the broker is away nobody is called silent.
/// </summary>
[Alias("shiptrack.IIngestFrontierGrain")]
public interface IIngestFrontierGrain : IGrainWithStringKey
{
    /// <summary>A consumer tells that all the broker held in a partition at a moment has been processed.</summary>
    [Alias("Report")]
    ValueTask Report(FrontierReport report, CancellationToken cancellationToken);

    /// <summary>The moment up to which every partition is processed, or null while that is unknown for one of them.</summary>
    [Alias("ProcessedUpTo")]
    ValueTask<DateTimeOffset?> ProcessedUpTo(CancellationToken cancellationToken);
}

/// <summary>One partition's progress.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Partitions">How many the topic has.</param>
/// <param name="ProcessedUpTo">Everything the broker held at this moment is processed.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.FrontierReport")]
public sealed record FrontierReport([property: Id(0)] int Partition, [property: Id(1)] int Partitions, [property: Id(2)] DateTimeOffset ProcessedUpTo);
