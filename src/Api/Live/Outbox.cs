using System.Threading.Channels;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.Api.Live;

/// <summary>
/// What waits for one client. Bounded, however slow the client: of each asset only the newest position waits, and when too much does, it gives way to the
/// word that the client should read everything again.
/// </summary>
sealed class Outbox(int maxAlerts, int maxPositions)
{
    readonly Lock gate = new();
    readonly Channel<bool> filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly Queue<AlertDto> alerts = new();
    Dictionary<string, LivePositionDto> positions = [];
    Sight sight = Sight.Everything;
    Sight? known;
    bool isSightNew;
    bool resync;

    /// <summary>An alert changed.</summary>
    public void Add(AlertDto alert)
    {
        lock (gate)
        {
            if (alerts.Count == maxAlerts)
            {
                alerts.Dequeue();
                resync = true;
            }

            // Also for whoever is to read the lists again: they follow moments later, and may not have it yet.
            alerts.Enqueue(alert);
            Signal();
        }
    }

    /// <summary>
    /// Positions changed; those out of sight are left out, but for one that has just left. Until the newest sight is sent, what the client knows is kept right as well: it may look
    /// back there.
    /// </summary>
    public void Add(IReadOnlyList<Move> moves)
    {
        lock (gate)
        {
            // All that is in sight will be sent anyway.
            if (isSightNew && known is null) return;
            foreach (var (before, now) in moves)
                if (sight.Contains(now) || before is not null && sight.Contains(before) || isSightNew && known!.Contains(now))
                    positions[now.Asset] = now;

            if (positions.Count > maxPositions) ForgetPositions();
            if (positions.Count > 0 || isSightNew) Signal();
        }
    }

    /// <summary>Something may have been missed.</summary>
    public void AddResync()
    {
        lock (gate)
        {
            resync = true;
            Signal();
        }
    }

    /// <summary>All positions in sight are to be sent.</summary>
    public void AddAllPositions()
    {
        lock (gate)
        {
            ForgetPositions();
            Signal();
        }
    }

    /// <summary>The client looks at another part of the map: what is new to it is to be sent.</summary>
    public void Watch(MapView view, IEnumerable<string> followed)
    {
        lock (gate)
        {
            sight = new Sight(view, [.. followed]);
            isSightNew = true;
            Signal();
        }
    }

    /// <summary>Waits until there is something, and takes it.</summary>
    public async Task<Load> Take(CancellationToken cancellationToken)
    {
        await filled.Reader.ReadAsync(cancellationToken);
        lock (gate)
        {
            var load = new Load(resync, isSightNew ? new Entered(sight, known) : null, [.. alerts], positions.Values);
            if (isSightNew) known = sight;
            resync = isSightNew = false;
            alerts.Clear();
            positions = [];
            return load;
        }
    }

    void ForgetPositions()
    {
        positions = [];
        known = null;
        isSightNew = true;
    }

    void Signal() => filled.Writer.TryWrite(true);

    /// <summary>What to send.</summary>
    /// <param name="Resync">First of all: read the lists again.</param>
    /// <param name="Entered">Positions that came into sight otherwise than by moving.</param>
    /// <param name="Alerts">In the order they came.</param>
    /// <param name="Positions">The newest of each asset that moved.</param>
    public sealed record Load(bool Resync, Entered? Entered, IReadOnlyList<AlertDto> Alerts, IReadOnlyCollection<LivePositionDto> Positions);

    /// <summary>What is in sight now and was not before.</summary>
    public sealed record Entered(Sight Sight, Sight? Before)
    {
        /// <summary>Of all positions, those.</summary>
        public IEnumerable<LivePositionDto> In(LivePositions positions) => positions.All.Where(p => Sight.Contains(p) && Before?.Contains(p) != true);
    }

    /// <summary>What a client sees.</summary>
    public sealed record Sight(MapView? View, HashSet<string> Followed)
    {
        public static readonly Sight Everything = new(null, []);

        public bool Contains(LivePositionDto position) => View is null || View.Contains(position.Lat, position.Lon) || Followed.Contains(position.Asset);
    }
}
