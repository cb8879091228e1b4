using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.Grains.Live;

/// <summary>The newest position of each asset that lives in this silo: written by its grain, read by the live feed, so that no viewer ever asks an asset.</summary>
public sealed class LiveBoard
{
    readonly Lock gate = new();
    readonly Dictionary<AssetId, Place> places = [];

    // A ring by change: the newest is before the end, the oldest after it. What came after a cursor is at its end, and nothing else is looked at.
    readonly Place end = new();
    long changes;

    /// <summary>Puts an asset's position on the board, if it has one. A view of it is made when somebody looks.</summary>
    public void Show(AssetFacts facts)
    {
        if (!facts.HasPosition)
            return;
        lock (gate)
        {
            if (places.TryGetValue(facts.Asset, out var place))
                place.TakeOut();
            else
                places.Add(facts.Asset, place = new Place());
            place.Put(++changes, facts, end);
        }
    }

    /// <summary>Positions that changed after a cursor, oldest change first.</summary>
    public PositionChanges After(long cursor, int take)
    {
        AssetFacts[] page;
        long next;
        lock (gate)
        {
            var first = end;
            var count = 0;
            for (; first.Before.Change > cursor; first = first.Before)
                count++;
            if (count == 0)
                return new PositionChanges(changes, []);

            page = new AssetFacts[Math.Min(count, take)];
            next = 0;
            for (var i = 0; i < page.Length; i++, first = first.After)
                (page[i], next) = (first.Facts!, first.Change);
        }

        return new PositionChanges(next, [.. page.Select(facts => facts.ToLivePosition()!)]);
    }

    sealed class Place
    {
        public Place() => Before = After = this;

        public long Change { get; private set; }

        public AssetFacts? Facts { get; private set; }

        public Place Before { get; private set; }

        public Place After { get; private set; }

        public void Put(long change, AssetFacts facts, Place before)
        {
            (Change, Facts) = (change, facts);
            (Before, After) = (before.Before, before);
            Before.After = After.Before = this;
        }

        public void TakeOut() => (Before.After, After.Before) = (After, Before);
    }
}
