using System.Diagnostics;
using System.Globalization;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Bench.Parts;

/// <summary>
/// How long from a seal's message being handed to the Kafka client until its alert is at a client of the live hub: without load, and while a backlog of positions is drained
/// at full speed. Every breach is of a seal nobody has heard of, so its grain has to be made first. They are sent at set times, whatever became of those before.
/// </summary>
sealed class BreachPart : IPart
{
    const int WarmUp = 10;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);
    static readonly TimeSpan ArrivesWithin = TimeSpan.FromSeconds(30);

    // Offsets are committed once a second: so much after the backlog's end its offsets may be.
    static readonly TimeSpan CommitsLate = TimeSpan.FromSeconds(1.5);

    public string Name => "breach";

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        var running = await lab.Running(cancellationToken);
        var product = running.Product;
        await using var alerts = await LiveAlerts.Connect(product, cancellationToken);
        using var seals = Feeder.Open(product.Broker.Bootstraps, lingerMs: 0);
        await Break(seals, alerts, "W", WarmUp, cancellationToken);

        lab.Say($"Breaking {lab.Sizes.Breaches} seals without load");
        lab.Report.AddPercentiles("breachToHubIdle", [.. (await Break(seals, alerts, "A", lab.Sizes.Breaches, cancellationToken)).Select(b => b.Ms)]);

        // Enough for all of them, and some more.
        var seconds = lab.Sizes.Breaches * Pause.TotalSeconds * 1.2 + 4;
        var (from, count) = running.Next((long)(running.RoughPerS * seconds));
        lab.Say($"Breaking {lab.Sizes.Breaches} seals while {count:#,0} positions are drained");
        using var consumption = new Consumption(product.Broker.Bootstraps);
        await using var tail = await HistoryTail.Watch(product, cancellationToken);
        using var backlog = product.Broker.KeepsEverything ? Feeder.Hidden(product.Broker.Bootstraps) : Feeder.Open(product.Broker.Bootstraps);
        var drained = product.Broker.KeepsEverything
            ? await Release(product, backlog, consumption, tail, running.Order, from, count, cancellationToken)
            : Drain.HeldBack(product, backlog, consumption, tail, running.Order, from, count, cancellationToken);
        while (tail.GrownAt is null && !drained.IsCompleted)
            await Task.Delay(20, cancellationToken);
        var breaking = Break(seals, alerts, "B", lab.Sizes.Breaches, cancellationToken);
        await drained;
        var end = Stopwatch.GetTimestamp() - (long)(CommitsLate.TotalSeconds * Stopwatch.Frequency);
        var underLoad = (await breaking).Where(b => b.SentAt < end).Select(b => b.Ms).ToList();
        if (underLoad.Count < lab.Sizes.Breaches)
            lab.Say($"    only {underLoad.Count} of {lab.Sizes.Breaches} breaches fell before the end of the backlog; those are told");
        if (underLoad.Count > 0)
            lab.Report.AddPercentiles("breachToHub", underLoad);
    }

    static async Task<Task> Release(
        Product product, Feeder backlog, Consumption consumption, HistoryTail tail, Order order, long from, long count, CancellationToken cancellationToken)
    {
        await Task.Run(() => backlog.Send(order, from, count, cancellationToken), cancellationToken);
        backlog.Release();
        return Drain.Committed(product, consumption, backlog.Ends, tail, cancellationToken);
    }

    static async Task<List<(long SentAt, double Ms)>> Break(Feeder seals, LiveAlerts alerts, string series, int count, CancellationToken cancellationToken)
    {
        List<Task<(long, double)>> breaches = [];
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            // Not in step with anything that happens at regular times.
            var due = Pause * (i + Noise.Unit(99, (ulong)i));
            if (due - Stopwatch.GetElapsedTime(began) is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            breaches.Add(Breach(seals, alerts, $"seal/VN{series}{i:000000}", cancellationToken));
        }

        return [.. await Task.WhenAll(breaches)];
    }

    static async Task<(long, double)> Breach(Feeder seals, LiveAlerts alerts, string seal, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow().UtcDateTime;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"asset":"{{seal}}","at":"{{at:s}}Z","event":"tampered","lat":21.8531,"lon":106.7612,"batteryPct":81,"operator":null,"seq":1}""");
        var arrival = alerts.ArrivalOf(seal);
        var sentAt = Stopwatch.GetTimestamp();
        seals.Send(Topics.Seals, seal, System.Text.Encoding.UTF8.GetBytes(message));
        return (sentAt, Stopwatch.GetElapsedTime(sentAt, await arrival.WaitAsync(ArrivesWithin, cancellationToken)).TotalMilliseconds);
    }
}
