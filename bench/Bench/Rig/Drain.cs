using System.Diagnostics;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Cli.Stack;

namespace ShipmentTracker.Bench.Rig;

/// <summary>How fast a backlog became durable history.</summary>
/// <param name="Readings">How many.</param>
/// <param name="Elapsed">From the recording of the first to the commit of the last.</param>
/// <param name="Events">In how many events.</param>
/// <param name="Used">What it took, until the offsets were committed.</param>
/// <param name="CommittedAfter">From the recording of the first reading until all offsets were committed, which happens once a second.</param>
sealed record Drain(long Readings, TimeSpan Elapsed, long Events, Usage Used, TimeSpan CommittedAfter)
{
    // An in-memory broker keeps 5 MB of a partition.
    const long MostUnread = 12_000;

    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan NoProgress = TimeSpan.FromSeconds(90);

    public double PerS => Readings / Elapsed.TotalSeconds;

    public double ReadingsPerEvent => (double)Readings / Events;

    /// <summary>Sends readings, sees to it that the silo finds all of them at once where the broker can hold them, and measures until they are durable.</summary>
    public static async Task<Drain> Measure(Product product, Order order, long from, long count, CancellationToken cancellationToken)
    {
        using var feeder = product.Broker.KeepsEverything ? Feeder.Hidden(product.Broker.Bootstraps) : Feeder.Open(product.Broker.Bootstraps);
        using var consumption = new Consumption(product.Broker.Bootstraps);
        if (product.Broker.KeepsEverything)
        {
            await Task.Run(() => feeder.Send(order, from, count, cancellationToken), cancellationToken);
            feeder.Acknowledged();
        }

        await product.Ask<object>("checkpoint", cancellationToken);
        var before = await Usage.Of(product, cancellationToken);
        await using var tail = await HistoryTail.Watch(product, cancellationToken);
        if (product.Broker.KeepsEverything)
        {
            feeder.Release();
            await Committed(product, consumption, feeder.Ends, tail, cancellationToken);
        }
        else
        {
            await HeldBack(product, feeder, consumption, tail, order, from, count, cancellationToken);
        }

        var committed = TimeProvider.System.GetUtcNow();
        var used = await Usage.Of(product, cancellationToken) - before;
        var first = await product.Ask<DateTime>("select min(timestamp) from history.mt_events where seq_id > $1 and type = 'readings_recorded'", cancellationToken, tail.First);
        var events = await product.Ask<long>("select count(*) from history.mt_events where seq_id > $1 and type = 'readings_recorded'", cancellationToken, tail.First);
        return new Drain(count, tail.GrownAt!.Value.UtcDateTime - first, events, used, committed.UtcDateTime - first);
    }

    /// <summary>Sends readings as they come and waits until their offsets are committed, without measuring.</summary>
    public static async Task Through(Product product, Order order, long from, long count, CancellationToken cancellationToken)
    {
        using var feeder = Feeder.Open(product.Broker.Bootstraps);
        using var consumption = new Consumption(product.Broker.Bootstraps);
        await using var tail = await HistoryTail.Watch(product, cancellationToken);
        if (product.Broker.KeepsEverything)
        {
            await Task.Run(() => feeder.Send(order, from, count, cancellationToken), cancellationToken);
            feeder.Acknowledged();
            await Committed(product, consumption, feeder.Ends, tail, cancellationToken);
        }
        else
        {
            await HeldBack(product, feeder, consumption, tail, order, from, count, cancellationToken);
        }
    }

    /// <summary>Waits until the silo's group has committed everything before the given ends.</summary>
    public static async Task Committed(Product product, Consumption consumption, IReadOnlyDictionary<int, long> ends, HistoryTail tail, CancellationToken cancellationToken)
    {
        var (seen, since) = (-1L, Stopwatch.GetTimestamp());
        while (await Task.Run(() => consumption.Missing(ends), cancellationToken) is var missing and > 0)
        {
            product.Silo.MustLive();
            if (tail.Last != seen)
                (seen, since) = (tail.Last, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(since) > NoProgress)
                throw new StackException($"Nothing was stored for {NoProgress.TotalSeconds:0} s, and {missing} messages are not committed");
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    /// <summary>Sends readings no faster than they are committed, and waits for the last of them: for the broker that cannot keep a backlog.</summary>
    public static async Task HeldBack(
        Product product, Feeder feeder, Consumption consumption, HistoryTail tail, Order order, long from, long count, CancellationToken cancellationToken)
    {
        await Task.Run(() => SendHeldBack(feeder, consumption, order, from, count, cancellationToken), cancellationToken);
        await Committed(product, consumption, feeder.Ends, tail, cancellationToken);
    }

    static void SendHeldBack(Feeder feeder, Consumption consumption, Order order, long from, long count, CancellationToken cancellationToken)
    {
        const int portion = 2_000;
        for (var sent = 0L; sent < count; sent += portion)
        {
            feeder.Send(order, from + sent, Math.Min(portion, count - sent), cancellationToken);
            while (feeder.Waiting > MostUnread || consumption.MostMissing(feeder.Ends) > MostUnread)
                cancellationToken.WaitHandle.WaitOne(5);
        }

        feeder.Acknowledged();
    }
}
