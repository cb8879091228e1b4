using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Api.Live;

/// <summary>Where everything is now, as the silos' boards have told it so far.</summary>
sealed class LivePositions(ICluster cluster, IOptions<LiveOptions> options, TimeProvider time)
{
    readonly ConcurrentDictionary<string, LivePositionDto> newest = new();

    /// <summary>All of them.</summary>
    public IEnumerable<LivePositionDto> All => newest.Select(p => p.Value);

    /// <summary>Takes what changed, and says what was there before. One asset can be told of by two silos while it moves between them: the older is left out.</summary>
    public IReadOnlyList<Move> Take(IReadOnlyList<LivePositionDto> changed)
    {
        var moves = new List<Move>(changed.Count);
        foreach (var position in changed)
        {
            var before = newest.GetValueOrDefault(position.Asset);
            if (before?.At > position.At) continue;
            newest[position.Asset] = position;
            moves.Add(new Move(before, position));
        }

        return moves;
    }

    /// <summary>One page of a silo's changes.</summary>
    public Task<PositionChanges> Read(SiloAddress silo, long cursor, CancellationToken cancellationToken) =>
        cluster.Grains.GetGrain<ILiveFeedGrain>(silo.ToParsableString()).PositionsAfter(cursor, options.Value.PageSize).AsTask()
            .WaitAsync(options.Value.CallTimeout, time, cancellationToken);
}

/// <summary>An asset's position, and the one before when there was one.</summary>
readonly record struct Move(LivePositionDto? Before, LivePositionDto Now);
