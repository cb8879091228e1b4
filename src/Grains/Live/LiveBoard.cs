using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Grains.Live;

/// <summary>The newest position of each asset that lives in this silo: written by its grain, read by the live feed, so that no viewer ever asks an asset.</summary>
public sealed class LiveBoard
{
    readonly ConcurrentDictionary<AssetId, (long Change, LivePosition Position)> board = new();
    long changes;

    /// <summary>Puts an asset's position on the board.</summary>
    public void Show(LivePosition position) => board[position.Asset] = (Interlocked.Increment(ref changes), position);

    /// <summary>Positions that changed after a cursor, oldest change first.</summary>
    public PositionChanges After(long cursor, int take)
    {
        // The counter is read before the board: a change that comes in between is given now and again next time, never missed.
        var upTo = Interlocked.Read(ref changes);
        var news = board.Values.Where(e => e.Change > cursor && e.Change <= upTo).OrderBy(e => e.Change).Take(take).ToImmutableArray();
        return new PositionChanges(news.Length == take ? news[^1].Change : upTo, [.. news.Select(e => e.Position)]);
    }
}
