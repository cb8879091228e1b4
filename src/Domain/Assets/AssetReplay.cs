using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Domain.Assets;

/// <summary>
/// Brings an asset's state out of its history. A reading or a duty in it may reach back further than the readings that were at hand by then; the history is
/// then folded again from where more of them were at hand, with as much kept at that place as it needs, and no longer than there:
/// <code>
/// var replay = AssetReplay.From(snapshot);                   // or Of(asset), or Of(asset, keepFrom)
/// while (true)
/// {
///     foreach (var (version, e) in log.Read(stream, replay.Version)) replay.Take(version, e);
///     if (replay.IsRight) return replay.State;
///     replay = replay.Again(trail.BeginningFor(replay));
/// }
/// </code>
/// It ends: each time more of the places are known, and most often there are none.
/// </summary>
public sealed class AssetReplay
{
    const int MaxPlaces = 1024;

    readonly Places known;
    readonly Places found;

    AssetReplay(AssetState state, long version, Stretch stretch, Places known)
    {
        State = state;
        Version = version;
        Stretch = stretch;
        this.known = known;
        found = known.Copy();
    }

    /// <summary>The state so far, if <see cref="IsRight"/>.</summary>
    public AssetState State { get; private set; }

    /// <summary>The version of the stream taken last.</summary>
    public long Version { get; private set; }

    /// <summary>What was taken since the snapshot before.</summary>
    public Stretch Stretch { get; private set; }

    /// <summary>Whether nothing that was taken reached back further than the readings at hand.</summary>
    public bool IsRight { get; private set; } = true;

    /// <summary>From a snapshot; the events after its version follow.</summary>
    public static AssetReplay From(AssetSnapshot snapshot) => new(snapshot.State, snapshot.Version, snapshot.Stretch.After(snapshot.Version), new Places());

    /// <summary>From the beginning of the history.</summary>
    /// <param name="asset">Whose.</param>
    /// <param name="keepFrom">Readings from this device time on are to be at hand at its end, for a decision that reaches back so far.</param>
    public static AssetReplay Of(AssetId asset, DateTimeOffset? keepFrom = null)
    {
        var places = new Places();
        if (keepFrom is { } t)
            places.Add(long.MaxValue, t);
        return new AssetReplay(AssetState.Of(asset), 0, Stretch.Start, places);
    }

    /// <summary>Folds one whole history, as a list at hand.</summary>
    public static AssetState Fold(AssetId asset, IReadOnlyList<AssetEvent> history, DateTimeOffset? keepFrom = null)
    {
        for (var replay = Of(asset, keepFrom); ; replay = replay.Again(null))
        {
            for (var i = 0; i < history.Count; i++)
                replay.Take(i + 1, history[i]);
            if (replay.IsRight)
                return replay.State;
        }
    }

    /// <summary>Takes the next event.</summary>
    public void Take(long version, AssetEvent @event)
    {
        var keepFrom = known.KeepFrom(version);
        State = State.Evolve(@event, keepFrom);
        Version = version;
        Stretch = Stretch.With(@event);
        if (State.Misses is not { } missed)
            return;

        // What was missed although it was to be kept is beyond what is ever judged again.
        if (missed < keepFrom)
        {
            found.Add(version, missed);
            IsRight = false;
        }

        State = State with { Misses = null };
    }

    /// <summary>A snapshot of the version taken last is kept: a new stretch begins.</summary>
    public void BeginStretch() => Stretch = Stretch.After(Version);

    /// <summary>Whether a snapshot has all readings at hand that any place after it is known to need.</summary>
    public bool CanBeginAt(SnapshotMark mark) => mark.Horizon <= found.KeepFrom(mark.Version + 1);

    /// <summary>The same once more, by what is known now: from a snapshot it <see cref="CanBeginAt"/>, or from the beginning.</summary>
    public AssetReplay Again(AssetSnapshot? from) => from is null
        ? new AssetReplay(AssetState.Of(State.Facts.Asset), 0, Stretch.Start, found)
        : new AssetReplay(from.State, from.Version, from.Stretch.After(from.Version), found);

    /// <summary>Up to which version readings from which device time on are to stay at hand.</summary>
    sealed class Places
    {
        // Versions and device times both ascending: a place that reaches back further, later in the stream, covers those before it.
        readonly List<(long Version, DateTimeOffset From)> places = [];

        public DateTimeOffset KeepFrom(long version)
        {
            var first = FirstFrom(version);
            return first == places.Count ? DateTimeOffset.MaxValue : places[first].From;
        }

        public void Add(long version, DateTimeOffset from)
        {
            if (KeepFrom(version) <= from)
                return;
            places.RemoveAll(p => p.Version <= version && p.From >= from);
            places.Insert(FirstFrom(version), (version, from));
            if (places.Count <= MaxPlaces)
                return;
            places[1] = (places[1].Version, places[0].From);
            places.RemoveAt(0);
        }

        int FirstFrom(long version)
        {
            int low = 0, high = places.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = places[middle].Version < version ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        public Places Copy()
        {
            var copy = new Places();
            copy.places.AddRange(places);
            return copy;
        }
    }
}
