using System.Diagnostics;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Bench.Parts;

/// <summary>
/// How long from a reading being handed to the Kafka client until it can be read in the history, while readings come in at half of the highest rate. One probe at a time is
/// sent, of vehicles of its own, and its stream asked every two milliseconds whether it has grown.
/// </summary>
sealed class DurablePart : IPart
{
    const int Probes = 12;
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(2);
    static readonly TimeSpan ComesWithin = TimeSpan.FromSeconds(30);

    public string Name => "durable";

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        var running = await lab.Running(cancellationToken);
        var product = running.Product;
        var perS = running.RoughPerS / 2;
        var (from, count) = running.Next((long)(perS * lab.Sizes.HalfLoad.TotalSeconds));
        lab.Say($"{perS:#,0} readings/s for {count / perS:0} s: how soon are they durable");

        using var feeder = Feeder.Open(product.Broker.Bootstraps);
        using var probes = Feeder.Open(product.Broker.Bootstraps, lingerMs: 0);
        var fleet = new Fleet(new FleetShape { Series = 'P', Assets = Probes }, running.Order.Fleet.Start);
        var versions = new long[Probes];
        var number = 0;
        for (; number < Probes; number++)
            await Probe(product, probes, fleet, versions, number, cancellationToken);

        var load = Task.Run(() => Pace(feeder, running.Order, from, count, perS, cancellationToken), cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        List<double> ms = [];
        while (!load.IsCompleted)
        {
            var took = await Probe(product, probes, fleet, versions, number, cancellationToken);
            if (!load.IsCompleted)
                ms.Add(took);
            await Task.Delay(TimeSpan.FromMilliseconds(5 + 30 * Noise.Unit(5, (ulong)number++)), cancellationToken);
        }

        var elapsed = await load;
        lab.Report.Add("halfLoadPerS", count / elapsed.TotalSeconds);
        lab.Report.AddPercentiles("produceToDurable", ms);

        using var consumption = new Consumption(product.Broker.Bootstraps);
        await using var tail = await HistoryTail.Watch(product, cancellationToken);
        await Drain.Committed(product, consumption, feeder.Ends, tail, cancellationToken);
    }

    static async Task<double> Probe(Product product, Feeder probes, Fleet fleet, long[] versions, int number, CancellationToken cancellationToken)
    {
        var (asset, json) = (number % Probes, new byte[PositionFix.MaxBytes]);
        var name = fleet.NameOf(asset);
        var length = fleet.Reading(asset, number / Probes).Write(name, json);
        var since = Stopwatch.GetTimestamp();
        probes.Send(Topics.Positions, name, json.AsSpan(0, length));
        while (true)
        {
            await foreach (var (version, _) in product.Log.Read(name, versions[asset], cancellationToken))
            {
                var took = Stopwatch.GetElapsedTime(since);
                versions[asset] = version;
                return took.TotalMilliseconds;
            }

            if (Stopwatch.GetElapsedTime(since) > ComesWithin)
                throw new StackException($"A reading of {name} was not durable within {ComesWithin.TotalSeconds:0} s");
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    static TimeSpan Pace(Feeder feeder, Order order, long from, long count, double perS, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var sent = 0L; sent < count;)
        {
            var due = Math.Min(count, (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * perS));
            feeder.Send(order, from + sent, due - sent, cancellationToken);
            sent = due;
            cancellationToken.WaitHandle.WaitOne(5);
        }

        return Stopwatch.GetElapsedTime(began);
    }
}
