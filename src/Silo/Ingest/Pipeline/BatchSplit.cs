using System.Buffers;
using System.Runtime.InteropServices;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Silo.Ingest.Pipeline;

/// <summary>A batch taken apart: what goes to which asset, in the partition's order, and what cannot be used.</summary>
readonly record struct BatchSplit(IReadOnlyList<AssetReadings> Readings, IReadOnlyList<DeadLetter> DeadLetters)
{
    /// <summary>Groups a batch by asset.</summary>
    public static BatchSplit Of(LogPartition source, IReadOnlyList<IngestMessage> messages)
    {
        // Counted first, so that each asset's readings get an array that fits.
        var places = ArrayPool<int>.Shared.Rent(messages.Count);
        Dictionary<AssetId, int> known = [];
        List<(AssetId Asset, int Count)> groups = [];
        List<DeadLetter> bad = [];
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Unusable is { } unusable)
            {
                bad.Add(new DeadLetter(unusable, source));
                places[i] = -1;
                continue;
            }

            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(known, messages[i].Asset, out var isKnown);
            if (!isKnown)
            {
                place = groups.Count;
                groups.Add((messages[i].Asset, 0));
            }

            CollectionsMarshal.AsSpan(groups)[place].Count++;
            places[i] = place;
        }

        var readings = new (Reading[] Readings, int Filled)[groups.Count];
        for (var i = 0; i < messages.Count; i++)
        {
            if (places[i] < 0) continue;
            ref var group = ref readings[places[i]];
            group.Readings ??= new Reading[groups[places[i]].Count];
            group.Readings[group.Filled++] = messages[i].Reading!;
        }

        ArrayPool<int>.Shared.Return(places);
        return new BatchSplit([.. readings.Select((group, i) => new AssetReadings(groups[i].Asset, new ReadingBatch(source, ImmutableCollectionsMarshal.AsImmutableArray(group.Readings))))], bad);
    }
}

/// <summary>What one call is about.</summary>
readonly record struct AssetReadings(AssetId Asset, ReadingBatch Batch);
