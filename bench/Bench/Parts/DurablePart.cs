using System.Diagnostics;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;
using ShipmentTracker.Cli.Stack;

namespace ShipmentTracker.Bench.Parts;

/// <summary>
/// How long from a reading being handed to the Kafka client until it can be read in the history, while readings come in at half of the highest rate. Probes are sent at set
/// times, each of a vehicle of its own that has been heard once before; one look every two milliseconds tells which of them are there.
/// </summary>
sealed class DurablePart : IPart
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(2);
    static readonly TimeSpan ComeWithin = TimeSpan.FromSeconds(30);

    public string Name => "durable";

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        var running = await lab.Running(cancellationToken);
        var product = running.Product;
        var perS = running.RoughPerS / 2;
        var (from, count) = running.Next((long)(perS * lab.Sizes.HalfLoad.TotalSeconds));
        lab.Say($"{perS:#,0} readings/s for {count / perS:0} s: how soon are they durable");

        using var feeder = Feeder.Open(product.Broker.Bootstraps);
        var fleet = new Fleet(new FleetShape { Series = 'P', Assets = (int)(lab.Sizes.HalfLoad / Pause) }, running.Order.Fleet.Start);
        await Drain.Through(product, new Order(fleet), 0, fleet.Count, cancellationToken);
        await using var probes = new Probes(product, fleet);

        var load = Task.Run(() => Pace(feeder, running.Order, from, count, perS, cancellationToken), cancellationToken);
        var began = Stopwatch.GetTimestamp();
        for (var probe = 0; probe < fleet.Count && !load.IsCompleted; probe++)
        {
            // Not in step with anything that happens at regular times.
            var due = Pause * (probe + Noise.Unit(5, (ulong)probe));
            if (due - Stopwatch.GetElapsedTime(began) is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            probes.Send(probe);
        }

        var elapsed = await load;
        lab.Report.Add("halfLoadPerS", count / elapsed.TotalSeconds);
        lab.Report.AddPercentiles("produceToDurable", await probes.All(cancellationToken));

        using var consumption = new Consumption(product.Broker.Bootstraps);
        await using var tail = await HistoryTail.Watch(product, cancellationToken);
        await Drain.Committed(product, consumption, feeder.Ends, tail, cancellationToken);
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

    /// <summary>Readings on their way, and how long those took that have come.</summary>
    sealed class Probes : IAsyncDisposable
    {
        readonly Product product;
        readonly Fleet fleet;
        readonly Feeder feeder;
        readonly Dictionary<string, long> onTheirWay = [];
        readonly List<double> ms = [];
        readonly CancellationTokenSource stopping = new();
        readonly Task looking;

        public Probes(Product product, Fleet fleet)
        {
            (this.product, this.fleet, feeder) = (product, fleet, Feeder.Open(product.Broker.Bootstraps, lingerMs: 0));
            looking = Task.Run(Look);
        }

        public void Send(int probe)
        {
            lock (onTheirWay)
                onTheirWay.Add(fleet.NameOf(probe), Stopwatch.GetTimestamp());
            feeder.Send(new Order(fleet), fleet.Count + probe, 1, CancellationToken.None);
        }

        /// <summary>How long each took, once all have come.</summary>
        /// <exception cref="StackException">Some did not come.</exception>
        public async Task<IReadOnlyCollection<double>> All(CancellationToken cancellationToken)
        {
            for (var since = Stopwatch.GetTimestamp(); Waiting.Length > 0; await Task.Delay(LookEvery, cancellationToken))
            {
                if (looking.IsFaulted)
                    await looking;
                if (Stopwatch.GetElapsedTime(since) > ComeWithin)
                    throw new StackException($"{Waiting.Length} readings were not durable within {ComeWithin.TotalSeconds:0} s");
            }

            return ms;
        }

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            await looking.ContinueWith(static _ => { }, TaskScheduler.Default);
            stopping.Dispose();
            feeder.Dispose();
        }

        string[] Waiting
        {
            get
            {
                lock (onTheirWay)
                    return [.. onTheirWay.Keys];
            }
        }

        async Task Look()
        {
            await using var connection = await product.Database.OpenConnectionAsync(stopping.Token);
            while (true)
            {
                if (Waiting is { Length: > 0 } waiting)
                {
                    await using var command = new Npgsql.NpgsqlCommand("select id from history.mt_streams where id = any($1) and version > 1", connection);
                    command.Parameters.AddWithValue(waiting);
                    await using var reader = await command.ExecuteReaderAsync(stopping.Token);
                    var now = Stopwatch.GetTimestamp();
                    while (await reader.ReadAsync(stopping.Token))
                        Came(reader.GetString(0), now);
                }

                await Task.Delay(LookEvery, stopping.Token);
            }
        }

        void Came(string asset, long now)
        {
            lock (onTheirWay)
            {
                ms.Add(Stopwatch.GetElapsedTime(onTheirWay[asset], now).TotalMilliseconds);
                onTheirWay.Remove(asset);
            }
        }
    }
}
