using System.Diagnostics;
using ShipmentTracker.Bench.Generation;

namespace ShipmentTracker.Bench.Rig;

/// <summary>The product while it runs, with the fleet that most parts share and how much of it was sent.</summary>
sealed class Running : IAsyncDisposable
{
    readonly Sizes sizes;

    public Running(Product product, Sizes sizes)
    {
        (Product, this.sizes) = (product, sizes);
        var shape = new FleetShape { Series = 'T', Assets = sizes.Assets, OnDuty = sizes.OnDuty };

        // In the past by as much as all parts together may send: the devices' clocks are never ahead, and departures may be stated a week back.
        Order = new Order(new Fleet(shape, TimeProvider.System.GetUtcNow().AddDays(-2)));
    }

    public Product Product { get; }

    /// <summary>The fleet's readings in the order they are sent.</summary>
    public Order Order { get; }

    /// <summary>How many of them were sent.</summary>
    public long Sent { get; private set; }

    /// <summary>About how many readings a second the product takes when it is warm; a guess for choosing sizes, never told.</summary>
    public double RoughPerS { get; set; } = 20_000;

    /// <summary>Takes the next so many readings for sending, or a few fewer, so that every vehicle sends as many.</summary>
    public (long From, long Count) Next(long readings)
    {
        var next = (Sent, Order.Even(readings));
        Sent += next.Item2;
        return next;
    }

    /// <summary>Departs the fleet's shipments.</summary>
    public Task Depart(Lab lab, CancellationToken cancellationToken)
    {
        lab.Say($"Registering and departing {Order.Fleet.OnDuty} shipments");
        return Departures.Depart(Product, Order.Fleet, cancellationToken);
    }

    /// <summary>Lets the product run warm on vehicles that are not measured, a few of them on duty.</summary>
    public async Task WarmUp(Lab lab, CancellationToken cancellationToken)
    {
        var warm = new Order(new Fleet(new FleetShape { Series = 'W', Assets = 500, OnDuty = 20, Routes = 5, Seed = 7 }, Order.Fleet.Start));
        var readings = warm.Even(sizes.WarmUp);
        lab.Say($"Warming up with {readings:#,0} readings");
        await Departures.Depart(Product, warm.Fleet, cancellationToken);
        var since = Stopwatch.GetTimestamp();
        await Drain.Through(Product, warm, 0, readings, cancellationToken);
        RoughPerS = 2 * readings / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}
