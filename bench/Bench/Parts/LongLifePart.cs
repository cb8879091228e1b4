using System.Diagnostics;
using System.Text.Json.Nodes;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Bench.Parts;

/// <summary>
/// A vehicle with a long life behind it, lived through the real pipeline: how soon it answers when it is woken, how soon its state at a past moment is told, and how fast
/// its whole history is folded again. Every answer is held against what was sent.
/// </summary>
sealed class LongLifePart : IPart
{
    const int Ordinary = 100;
    const int OrdinaryReadings = 200;

    // A few readings come between two wakes: never so few that waking is only reading what was just written.
    const int MostBetween = 15;

    public string Name => "longlife";

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        var running = await lab.Running(cancellationToken);
        var product = running.Product;
        var start = TimeProvider.System.GetUtcNow().AddSeconds(-lab.Sizes.LongLife).AddDays(-1);
        var old = new Order(new Fleet(new FleetShape { Series = 'L', Assets = 1, Every = TimeSpan.FromSeconds(1) }, start));
        var others = new Order(new Fleet(new FleetShape { Series = 'N', Assets = Ordinary }, running.Order.Fleet.Start));
        lab.Say($"A life of {lab.Sizes.LongLife:#,0} readings, and {Ordinary} of {OrdinaryReadings}");
        await Drain.Through(product, others, 0, Ordinary * OrdinaryReadings, cancellationToken);
        var life = await Drain.Measure(product, old, 0, lab.Sizes.LongLife, cancellationToken);
        lab.Report.Add("oneAssetPerS", life.PerS);
        lab.Report.Add("longLifeReadings", lab.Sizes.LongLife);

        lab.Say($"Waking it {lab.Sizes.Wakes} times");
        var readings = await Wake(lab, product, old.Fleet, cancellationToken);
        lab.Say("Asking for past states");
        await PastStates(lab, product, old.Fleet, readings, "stateAt", cancellationToken);
        await PastStates(lab, product, others.Fleet, OrdinaryReadings, "stateAtOrdinary", cancellationToken);
        lab.Say("Folding all of its history again");
        await Replay(lab, product, old.Fleet.NameOf(0), readings, cancellationToken);
    }

    static async Task<int> Wake(Lab lab, Product product, Fleet fleet, CancellationToken cancellationToken)
    {
        var name = fleet.NameOf(0);
        await using var cluster = await ClusterClient.Connect(product, cancellationToken);
        using var feeder = Feeder.Open(product.Broker.Bootstraps, lingerMs: 0);
        var grain = cluster.Grain(name);
        var readings = lab.Sizes.LongLife;
        List<double> ms = [];
        for (var i = 0; i <= lab.Sizes.Wakes; i++)
        {
            for (var fresh = i % MostBetween; fresh > 0; fresh--)
            {
                feeder.Send(new Order(fleet), readings++, 1, cancellationToken);
                await Task.Delay(3, cancellationToken);
            }

            while ((await grain.GetStatus(cancellationToken))?.Readings != readings)
                await Task.Delay(5, cancellationToken);
            await cluster.PutToSleep(name, cancellationToken);
            var since = Stopwatch.GetTimestamp();
            var status = await grain.GetStatus(cancellationToken);
            var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            if (status?.Readings != readings)
                throw new StackException($"{name} woke with {status?.Readings} readings; {readings} were sent");

            // The first one is the first of its kind in this silo.
            if (i > 0)
                ms.Add(took);
        }

        lab.Report.Add("wakeMs", Report.Percentile(ms, 50));
        lab.Report.AddPercentiles("wake", ms);
        return readings;
    }

    static async Task PastStates(Lab lab, Product product, Fleet fleet, int readingsEach, string name, CancellationToken cancellationToken)
    {
        List<double> ms = [];
        var failed = 0;
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < lab.Sizes.PastStates && Stopwatch.GetElapsedTime(began) < lab.Sizes.PastStatesWithin; i++)
        {
            var asset = (int)(fleet.Count * Noise.Unit(11, (ulong)i));
            var number = (int)(readingsEach * Noise.Unit(12, (ulong)i));
            var at = Uri.EscapeDataString(fleet.Reading(asset, number).At.ToString("O"));
            var since = Stopwatch.GetTimestamp();
            using var answer = await product.Http.GetAsync($"history/{fleet.NameOf(asset)}/state?at={at}", cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            ms.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode)
                failed++;
            else if ((long?)JsonNode.Parse(text)!["readings"] is var told && told != number + 1)
                throw new StackException($"{fleet.NameOf(asset)} is said to have had {told} readings when it had {number + 1}");
        }

        lab.Report.AddPercentiles(name, ms);
        lab.Report.Add($"{name}Failed", failed);
    }

    // As a grain without a snapshot does it.
    static async Task Replay(Lab lab, Product product, string name, int readings, CancellationToken cancellationToken)
    {
        _ = AssetId.TryParse(name, out var asset, out _);
        var replay = AssetReplay.Of(asset);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            await foreach (var (version, @event) in product.Log.Read(name, replay.Version, cancellationToken))
                replay.Take(version, (AssetEvent)@event);
            if (replay.IsRight)
                break;
            replay = replay.Again(null);
        }

        lab.Report.Add("replayPerS", readings / Stopwatch.GetElapsedTime(since).TotalSeconds);
        if (replay.State.Facts.Readings != readings)
            throw new StackException($"The history of {name} folds to {replay.State.Facts.Readings} readings; {readings} were sent");
    }
}
