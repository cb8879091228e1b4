using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;

namespace ShipmentTracker.Grains.Live;

/// <summary>The newest position of each asset that lives in this silo: written by its grain, read by the live feed, so that no viewer ever asks an asset.</summary>
public sealed class LiveBoard
{
    readonly Lock gate = new();
    readonly Dictionary<AssetId, LinkedListNode<(long Change, LivePosition Position)>> places = [];

    // By change, oldest first: what came after a cursor is at the end, and nothing else is looked at.
    readonly LinkedList<(long Change, LivePosition Position)> board = [];
    long changes;

    /// <summary>Puts an asset's position on the board.</summary>
    public void Show(LivePosition position)
    {
        lock (gate)
        {
            if (!places.TryGetValue(position.Asset, out var place))
                places.Add(position.Asset, place = new(default));
            else
                board.Remove(place);
            place.Value = (++changes, position);
            board.AddLast(place);
        }
    }

    /// <summary>Positions that changed after a cursor, oldest change first.</summary>
    public PositionChanges After(long cursor, int take)
    {
        lock (gate)
        {
            var first = board.Last;
            var count = 0;
            for (; first?.Value.Change > cursor; first = first.Previous)
                count++;
            if (count == 0)
                return new PositionChanges(changes, []);

            var page = new LivePosition[Math.Min(count, take)];
            var last = first is null ? board.First! : first.Next!;
            for (var i = 0; ; last = last.Next!)
            {
                page[i] = last.Value.Position;
                if (++i == page.Length)
                    return new PositionChanges(last.Value.Change, [.. page]);
            }
        }
    }
}
