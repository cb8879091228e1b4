using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Api.Live;

/// <summary>Where everything is now, read from the silos' boards.</summary>
sealed class LivePositions(ICluster cluster, IOptions<LiveOptions> options, TimeProvider time) : IDisposable
{
    // After a restart of this process everybody connects at once; the silos have other work to do.
    readonly SemaphoreSlim turns = new(4);
    readonly ConcurrentDictionary<SiloAddress, byte> silos = new();

    /// <summary>A silo is there.</summary>
    public void Add(SiloAddress silo) => silos[silo] = 0;

    /// <summary>A silo has gone.</summary>
    public void Remove(SiloAddress silo) => silos.TryRemove(silo, out _);

    /// <summary>All positions, page by page.</summary>
    public async IAsyncEnumerable<LivePositionDto[]> ReadAll([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var silo in silos.Keys)
        {
            var cursor = 0L;
            while (true)
            {
                var page = await Read(silo, cursor, cancellationToken);
                if (page.Positions.Length > 0) yield return [.. page.Positions.Select(p => p.ToDto())];
                if (page.Positions.Length < options.Value.PageSize || page.Cursor <= cursor) break;
                cursor = page.Cursor;
            }
        }
    }

    /// <summary>One page of a silo's changes.</summary>
    public async Task<PositionChanges> Read(SiloAddress silo, long cursor, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await cluster.Grains.GetGrain<ILiveFeedGrain>(silo.ToParsableString()).PositionsAfter(cursor, options.Value.PageSize).AsTask()
                .WaitAsync(options.Value.CallTimeout, time, cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();
}
