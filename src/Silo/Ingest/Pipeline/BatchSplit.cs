using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>A batch taken apart: what goes to which asset, in the partition's order, and what cannot be used.</summary>
readonly record struct BatchSplit(IReadOnlyDictionary<AssetId, ImmutableArray<Reading>> Readings, IReadOnlyList<DeadLetter> DeadLetters)
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

            if (!byAsset.TryGetValue(asset, out var readings)) byAsset.Add(asset, readings = ImmutableArray.CreateBuilder<Reading>());
            readings.Add(reading);
        }

        return new BatchSplit(byAsset.ToDictionary(group => group.Key, group => group.Value.DrainToImmutable()), bad);
    }
}
