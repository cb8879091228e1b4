using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>A batch taken apart: what goes to which asset, in the partition's order, and what cannot be used.</summary>
readonly record struct BatchSplit(IReadOnlyList<AssetReadings> Readings, IReadOnlyList<DeadLetter> DeadLetters)
{
    /// <summary>Decodes and groups a batch.</summary>
    public static BatchSplit Of(TelemetryTopic topic, LogPartition source, IReadOnlyList<IngestMessage> messages)
    {
        Dictionary<AssetId, ImmutableArray<Reading>.Builder> byAsset = [];
        List<DeadLetter> bad = [];
        foreach (var message in messages)
        {
            if (!TelemetryDecoder.TryDecode(topic, message.Value, message.ReceivedAt, message.Offset, out var asset, out var reading, out var reason))
            {
                bad.Add(new DeadLetter(message, source, reason));
                continue;
            }

            if (!byAsset.TryGetValue(asset, out var readings)) byAsset.Add(asset, readings = ImmutableArray.CreateBuilder<Reading>(1));
            readings.Add(reading);
        }

        return new BatchSplit([.. byAsset.Select(group => new AssetReadings(group.Key, new ReadingBatch(source, group.Value.DrainToImmutable())))], bad);
    }
}

/// <summary>What one call is about.</summary>
readonly record struct AssetReadings(AssetId Asset, ReadingBatch Batch);
