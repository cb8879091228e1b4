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
    bool resync;
    bool allPositions;

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

    /// <summary>Positions changed.</summary>
    public void Add(IReadOnlyList<LivePositionDto> changed)
    {
        lock (gate)
        {
            if (allPositions) return;
            foreach (var position in changed)
            {
                // One asset can be told of by two silos while it moves between them.
                if (!positions.TryGetValue(position.Asset, out var waiting) || waiting.At <= position.At) positions[position.Asset] = position;
            }

            if (positions.Count > maxPositions)
            {
                positions = [];
                allPositions = true;
            }

            Signal();
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

    /// <summary>All positions are to be sent.</summary>
    public void AddAllPositions()
    {
        lock (gate)
        {
            positions = [];
            allPositions = true;
            Signal();
        }
    }

    /// <summary>Waits until there is something, and takes it.</summary>
    public async Task<Load> Take(CancellationToken cancellationToken)
    {
        await filled.Reader.ReadAsync(cancellationToken);
        lock (gate)
        {
            var load = new Load(resync, allPositions, [.. alerts], positions.Values);
            resync = allPositions = false;
            alerts.Clear();
            positions = [];
            return load;
        }
    }

    void Signal() => filled.Writer.TryWrite(true);

    /// <summary>What to send.</summary>
    /// <param name="Resync">First of all: read the lists again.</param>
    /// <param name="AllPositions">Every position there is, read anew.</param>
    /// <param name="Alerts">In the order they came.</param>
    /// <param name="Positions">The newest of each asset.</param>
    public sealed record Load(bool Resync, bool AllPositions, IReadOnlyList<AlertDto> Alerts, IReadOnlyCollection<LivePositionDto> Positions);
}
