using System.Diagnostics;
using ShipmentTracker.Bench.Rig;
using ShipmentTracker.Cli.Stack;

namespace ShipmentTracker.Bench.Parts;

/// <summary>(d) The product: a backlog in Kafka, read by a silo, judged, and durable as history and alerts. What is stored is held against what was sent, reading by reading.</summary>
sealed class PipelinePart : IPart
{
    static readonly TimeSpan ListsWithin = TimeSpan.FromSeconds(60);

    public string Name => "pipeline";

    public bool Repeated => true;

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        var running = await lab.Fresh(cancellationToken);
        var (product, order) = (running.Product, running.Order);
        var (from, count) = running.Next(lab.Sizes.Readings);
        lab.Say($"(d) the pipeline: {count:#,0} readings of {order.Fleet.Count:#,0} vehicles");
        var sizeBefore = await HistorySize(product, cancellationToken);
        var drain = await Drain.Measure(product, order, from, count, cancellationToken);
        running.RoughPerS = drain.PerS;

        var since = Stopwatch.GetTimestamp();
        var raised = order.Fleet.AlertsRaised(order.Each(count));
        await ListsFollow(product, raised, cancellationToken);
        var listsMs = Stopwatch.GetElapsedTime(since).TotalMilliseconds;

        lab.Say("    comparing the stored history with what was sent");
        var stored = await Verification.Check(product, order.Fleet, order.Each(count), cancellationToken);
        var size = await HistorySize(product, cancellationToken) - sizeBefore;
        lab.Say($"    {drain.PerS:#,0} readings/s, {drain.ReadingsPerEvent:0.0} readings an event; {stored.Readings:#,0} stored, {stored.AlertsRaised} alerts raised, {stored.AlertsCleared} cleared: all as sent");

        var report = lab.Report;
        report.Add("pipelinePerS", drain.PerS);
        report.Add("pipelineByOffsetsPerS", count / drain.CommittedAfter.TotalSeconds);
        report.Add("pipelineReadings", count);
        report.Add("readingsPerEvent", drain.ReadingsPerEvent);
        report.Add("alertsRaised", stored.AlertsRaised);
        report.Add("alertListBehindMs", listsMs);
        report.Add("bytesOnDiskPerReading", size / (double)count);
        report.Add("allocatedBytesPerReading", drain.Used.AllocatedBytes / count);
        report.Add("pipelineCpuSPerMillion", (drain.Used.AllS - (product.Broker.KeepsEverything ? drain.Used.ClientS : 0)) * 1e6 / count);
        report.Add("siloCpuSPerMillion", drain.Used.SiloS * 1e6 / count);
        report.Add("postgresCpuSPerMillion", drain.Used.PostgresS * 1e6 / count);
        report.Add("brokerCpuSPerMillion", drain.Used.BrokerS * 1e6 / count);
        report.Add("clientCpuSPerMillion", drain.Used.ClientS * 1e6 / count);
    }

    // The lists follow the history by themselves; they are no part of the rate, but they must get there.
    static async Task ListsFollow(Product product, int raised, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (await product.Ask<long>("select count(*) from history.mt_doc_alert where rule = 'route-deviation' and asset like 'vehicle/__T%'", cancellationToken) is var listed
            && listed != raised)
        {
            if (Stopwatch.GetElapsedTime(since) > ListsWithin)
                throw new StackException($"The list of alerts has {listed} of {raised} after {ListsWithin.TotalSeconds:0} s");
            await Task.Delay(50, cancellationToken);
        }
    }

    static async Task<long> HistorySize(Product product, CancellationToken cancellationToken)
    {
        List<string> tables = [];
        await using (var command = product.Database.CreateCommand("select schemaname || '.' || relname from pg_stat_user_tables where schemaname = 'history'"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken))
                tables.Add(reader.GetString(0));
        foreach (var table in tables)
            await product.Ask<object>($"vacuum {table}", cancellationToken);
        await product.Ask<object>("checkpoint", cancellationToken);
        return await product.Ask<long>("select sum(pg_total_relation_size(relid))::bigint from pg_stat_user_tables where schemaname = 'history'", cancellationToken);
    }
}
