using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>What a seal's messages mean to whoever owns the cargo.</summary>
public static class SealHistory
{
    /// <summary>The messages of a burst that closed or opened the seal: a repeat of the same state is nothing new.</summary>
    /// <param name="before">Earlier messages of the seal that told a state; the newest of them are enough.</param>
    /// <param name="burst">The readings that were recorded together.</param>
    /// <returns>Each with its place in the burst.</returns>
    public static ImmutableArray<(int Place, SealSample Sample)> Changes(IEnumerable<SealSample> before, ImmutableArray<Sample> burst)
    {
        var told = before.Where(s => SealState.Changes(s.Event)).ToList();
        var changes = ImmutableArray.CreateBuilder<(int, SealSample)>();
        foreach (var (place, reading) in burst.Index())
        {
            if (reading.AsJudged() is not SealSample sample || !SealState.Changes(sample.Event))
                continue;
            var last = told.Where(s => s.At <= sample.At).MaxBy(s => s.At);
            if (sample.Event is SealEvent.Sealed or SealEvent.Unlocked or SealEvent.Opened && last?.Event != sample.Event)
                changes.Add((place, sample));
            told.Add(sample);
        }

        return changes.DrainToImmutable();
    }

    /// <summary>
    /// The shipment that a seal was on at a moment: the one in supervision then, else the one registered for it. A seal is closed before the truck leaves, and opened after it has
    /// arrived.
    /// </summary>
    public static ShipmentFacts? ShipmentAt(IEnumerable<ShipmentFacts> candidates, DateTimeOffset at) => candidates
        .Where(s => s.RegisteredAt <= at && !(s.ClosedAt < at))
        .OrderByDescending(s => s.DepartedAt <= at)
        .ThenByDescending(s => s.RegisteredAt)
        .FirstOrDefault();
}
