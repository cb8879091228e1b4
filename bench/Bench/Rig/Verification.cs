using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Bench.Rig;

/// <summary>
/// Reads the stored history back, stream by stream, and holds it against what was sent: every reading once, in its order, with its values; and exactly
/// the alerts that the generator knows of.
/// </summary>
static class Verification
{
    const int AtOnce = 4;
    const double Nearly = 1e-6;

    /// <exception cref="StackException">Something is missing, is there twice, or differs.</exception>
    public static async Task<Stored> Check(Product product, Fleet fleet, int readingsEach, CancellationToken cancellationToken, int sample = int.MaxValue)
    {
        long readings = 0, events = 0, raised = 0, cleared = 0;
        var step = Math.Max(1, fleet.Count / Math.Min(sample, fleet.Count));
        await Parallel.ForEachAsync(
            Enumerable.Range(0, fleet.Count).Where(asset => asset % step == 0), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (asset, token) =>
            {
                var next = 0;
                var (ofReadings, up, down) = (0, 0, 0);
                await foreach (var (_, stored) in product.Log.Read(fleet.NameOf(asset), 0, token))
                {
                    switch (stored)
                    {
                        case ReadingsRecorded recorded:
                            ofReadings++;
                            foreach (var reading in recorded.Readings)
                                Same(fleet, asset, next++, (PositionSample)reading);
                            break;
                        case AlertRaised:
                            up++;
                            break;
                        case AlertCleared:
                            down++;
                            break;
                    }
                }

                if (next != readingsEach)
                    throw new StackException($"{fleet.NameOf(asset)} has {next} readings in its history, {readingsEach} were sent");
                Interlocked.Add(ref readings, next);
                Interlocked.Add(ref events, ofReadings);
                Interlocked.Add(ref raised, up);
                Interlocked.Add(ref cleared, down);
            });

        if (step == 1 && (raised != fleet.AlertsRaised(readingsEach) || cleared != fleet.AlertsCleared(readingsEach)))
            throw new StackException(
                $"{raised} alerts were raised and {cleared} cleared; {fleet.AlertsRaised(readingsEach)} and {fleet.AlertsCleared(readingsEach)} are right");
        return new Stored(readings, events, raised, cleared);
    }

    static void Same(Fleet fleet, int asset, int number, PositionSample stored)
    {
        var sent = fleet.Reading(asset, number);
        if (stored.Seq != sent.Seq || stored.At != sent.At || stored.Mark != SampleMark.None
            || !(Math.Abs(stored.Lat!.Value - sent.Lat) < Nearly && Math.Abs(stored.Lon!.Value - sent.Lon) < Nearly))
            throw new StackException($"Reading {number} of {fleet.NameOf(asset)} was sent as {sent} and is stored as {stored}");
    }
}

/// <summary>What the history holds of a fleet.</summary>
sealed record Stored(long Readings, long Events, long AlertsRaised, long AlertsCleared);
