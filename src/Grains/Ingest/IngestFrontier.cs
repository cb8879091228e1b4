using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Grains.Ingest;

/// <summary>How far the ingest as a whole has come.</summary>
public interface IIngestFrontier
{
    /// <summary>Everything the brokers had received by this moment has been taken; null while that is unknown.</summary>
    ValueTask<DateTimeOffset?> ProcessedUpTo(CancellationToken cancellationToken);
}

/// <summary>Asks each topic's frontier grain, and remembers the answer for a moment: many assets ask at once.</summary>
sealed class IngestFrontier(IGrainFactory grains, TimeProvider time) : IIngestFrontier
{
    static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    (long At, DateTimeOffset? Answer)? last;

    public async ValueTask<DateTimeOffset?> ProcessedUpTo(CancellationToken cancellationToken)
    {
        if (last is { } l && time.GetElapsedTime(l.At) < Remembered)
            return l.Answer;
        var at = time.GetTimestamp();
        DateTimeOffset? oldest = DateTimeOffset.MaxValue;
        foreach (var topic in Topics.Telemetry)
        {
            var upTo = await grains.GetGrain<IIngestFrontierGrain>(topic).ProcessedUpTo(cancellationToken);
            oldest = upTo is null ? null : upTo < oldest ? upTo : oldest;
            if (oldest is null)
                break;
        }

        last = (at, oldest);
        return oldest;
    }
}
