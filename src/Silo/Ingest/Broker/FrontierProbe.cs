using Confluent.Kafka;
using Confluent.Kafka.Admin;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>
/// Tells how far our knowledge reaches. Silence of an asset means something only when we have read all the broker had: so the broker is asked
/// where each of our partitions ends, and where that is reached, everything it held when the question was put is processed. While we lag, or the
/// broker does not answer, nothing is told.
/// </summary>
sealed class FrontierProbe(
    KeptAdmin admin, TopicKeeper keeper, IGrainFactory grains, IngestMetrics metrics, TimeProvider time, ILogger<FrontierProbe> log)
{
    /// <summary>Asks and tells, once.</summary>
    public async Task Look(TopicConsumer consumer, CancellationToken cancellationToken)
    {
        var ours = consumer.Pipelines.Where(pipeline => pipeline.Log is not null).ToDictionary(pipeline => pipeline.Partition);
        if (ours.Count == 0 || keeper.Known(consumer.Topic) is not { } facts) return;

        // Before the question: what comes in while it travels is not covered by the answer's moment.
        var asked = time.GetUtcNow();
        var specs = ours.Keys.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(consumer.Topic, partition), OffsetSpec = OffsetSpec.Latest() });
        List<ListOffsetsResultInfo> ends;
        try
        {
            // Uncommitted transactions count as held: what they bring was there before they end.
            var answer = await admin.Ask(
                client => client.ListOffsetsAsync(specs, new ListOffsetsOptions { RequestTimeout = KeptAdmin.RequestTimeout, IsolationLevel = IsolationLevel.ReadUncommitted }),
                cancellationToken);
            ends = answer.ResultInfos;
        }
        catch (ListOffsetsException partly)
        {
            ends = partly.Result.ResultInfos;
        }
        catch (KafkaException failure)
        {
            log.LogDebug("{Topic}: the broker does not say where its partitions end: {Reason}", consumer.Topic, failure.Error.Reason);
            return;
        }

        var frontier = grains.GetGrain<IIngestFrontierGrain>(consumer.Topic);
        List<Task> reports = [];
        foreach (var end in ends.Select(info => info.TopicPartitionOffsetError).Where(end => !end.Error.IsError))
        {
            if (!ours.TryGetValue(end.Partition, out var pipeline) || pipeline.Log != facts.Log || pipeline.Position is not { } position) continue;
            metrics.Lag(consumer.Topic, end.Partition, Math.Max(0, end.Offset - position));
            if (position >= end.Offset)
                reports.Add(frontier.Report(new FrontierReport(end.Partition, facts.Partitions, asked), cancellationToken).AsTask());
        }

        await Task.WhenAll(reports);
    }
}
