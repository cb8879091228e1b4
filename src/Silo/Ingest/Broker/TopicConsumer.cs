using System.Collections.Concurrent;
using Confluent.Kafka;
using ShipmentTracker.Silo.Ingest.Decoding;
using ShipmentTracker.Silo.Ingest.Pipeline;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>
/// Reads one topic. Its thread does nothing but poll, decode, hand on, pause and resume, and store offsets of what is done; so the membership in the group
/// does not depend on how long anything takes.
/// </summary>
sealed class TopicConsumer(
    TelemetryTopic topic, KafkaOptions kafka, IngestOptions options, TopicKeeper keeper, BatchProcessor processor,
    IngestMetrics metrics, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>How long one poll waits; also how late a pause, a resume or a finished batch is noticed.</summary>
    static readonly TimeSpan PollFor = TimeSpan.FromMilliseconds(20);

    /// <summary>Pause before a broken consumer is built anew.</summary>
    static readonly TimeSpan RebuildPause = TimeSpan.FromSeconds(1);

    /// <summary>For so long after the log was found to be another one, assigned partitions are read from their beginning.</summary>
    static readonly TimeSpan StartOverFor = TimeSpan.FromMinutes(1);

    readonly string name = TelemetryTopics.NameOf(topic);
    readonly MessageDecoder decoder = new(topic);
    readonly ConcurrentDictionary<int, PartitionPipeline> pipelines = new();
    readonly HashSet<int> paused = [];
    readonly HashSet<int> unpause = [];
    readonly Occasionally speak = new(time, TimeSpan.FromSeconds(30));
    CancellationTokenSource identifying = new();
    long? startOverSince;
    bool rebuild;

    /// <summary>The topic's name.</summary>
    public string Topic => name;

    /// <summary>The partitions this silo has now.</summary>
    public ICollection<PartitionPipeline> Pipelines => pipelines.Values;

    /// <summary>Reads until told to stop; then finishes what is in flight, or leaves it uncommitted when it takes too long.</summary>
    public Task Run(CancellationToken stopping) => Task.Factory.StartNew(
        () => RunOnOwnThread(stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose() => identifying.Dispose();

    void RunOnOwnThread(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            rebuild = false;
            try
            {
                // A subscription to a topic that is not there yet would wait for the next refresh of metadata.
                keeper.Ask(name, stopping).GetAwaiter().GetResult();
                using var consumer = Build();
                consumer.Subscribe(name);
                Poll(consumer, stopping);

                // Closing revokes the partitions, which finishes them, commits what is stored, and leaves the group, so that others need not wait.
                // Disposing alone leaves the group by silence, and commits nothing: offsets of a log that is no more must not reach the new one.
                if (!rebuild) consumer.Close();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it is: a topic that nobody reads any more would be worse than one that is read again from the last commit.
                log.LogError(failure, "The consumer of {Topic} failed; it is built anew", name);
            }

            // Whatever is left here was lost with its consumer.
            foreach (var partition in pipelines.Keys) Drop(partition);
            identifying.Cancel();
            identifying.Dispose();
            identifying = new CancellationTokenSource();
            stopping.WaitHandle.WaitOne(RebuildPause);
        }
    }

    IConsumer<Ignore?, Ignore?> Build() => new ConsumerBuilder<Ignore?, Ignore?>(KafkaClients.Consumer(kafka, name))
        .SetKeyDeserializer(decoder)
        .SetValueDeserializer(decoder)
        .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
        .SetPartitionsRevokedHandler((consumer, partitions) => Revoked(consumer, partitions))
        .SetPartitionsLostHandler((_, partitions) => Lost(partitions))
        .SetLogHandler((_, message) => KafkaLog.Write(log, message))
        .SetErrorHandler((_, error) => Failed(error))
        .Build();

    void Poll(IConsumer<Ignore?, Ignore?> consumer, CancellationToken stopping)
    {
        var tended = time.GetTimestamp();
        while (!stopping.IsCancellationRequested && !rebuild)
        {
            try
            {
                if (consumer.Consume(PollFor) is { } result) Take(consumer, result);
            }
            catch (ConsumeException failure) when (!failure.Error.IsFatal)
            {
                Failed(failure.Error);
            }

            if (time.GetElapsedTime(tended) < PollFor) continue;
            Tend(consumer);
            tended = time.GetTimestamp();
        }
    }

    void Take(IConsumer<Ignore?, Ignore?> consumer, ConsumeResult<Ignore?, Ignore?> result)
    {
        if (!pipelines.TryGetValue(result.Partition, out var pipeline)) return;
        if (result.IsPartitionEOF)
        {
            if (!pipeline.ReachedEnd(result.Offset)) OtherLog($"partition {result.Partition.Value} now ends at {result.Offset.Value}");
            return;
        }

        var stamp = result.Message.Timestamp;
        var receivedAt = stamp.Type == TimestampType.LogAppendTime ? DateTimeOffset.FromUnixTimeMilliseconds(stamp.UnixTimestampMs) : time.GetUtcNow();
        switch (pipeline.Accept(decoder.Take(result, receivedAt)))
        {
            case Accepted.AndFull:
                if (paused.Add(result.Partition))
                {
                    metrics.Paused(name, 1);
                    consumer.Pause([new TopicPartition(name, result.Partition)]);
                }

                break;
            case Accepted.OtherLog:
                OtherLog($"partition {result.Partition.Value} went back to offset {result.Offset.Value}");
                break;
        }
    }

    /// <summary>What has to be done now and then on the consumer's own thread.</summary>
    void Tend(IConsumer<Ignore?, Ignore?> consumer)
    {
        foreach (var (partition, pipeline) in pipelines)
        {
            Store(consumer, pipeline);
            if (pipeline.HasRoom && paused.Remove(partition))
            {
                metrics.Paused(name, -1);
                unpause.Add(partition);
            }

            if (!paused.Contains(partition) && unpause.Contains(partition)) Resume(consumer, partition);

            if (pipeline.Completion.IsFaulted)
            {
                log.LogError(pipeline.Completion.Exception, "The worker of {Topic} partition {Partition} failed; its work since the last commit is done again", name, partition);
                rebuild = true;
            }

            if (pipeline.Log is { } ours && keeper.Known(name) is { } now && now.Log != ours)
                OtherLog($"the broker says it is {now.Log}, not {ours}");
        }
    }

    void Resume(IConsumer<Ignore?, Ignore?> consumer, int partition)
    {
        try
        {
            consumer.Resume([new TopicPartition(name, partition)]);
            unpause.Remove(partition);
        }
        catch (KafkaException)
        {
            // The assignment is not in force yet; tried again at the next turn.
        }
    }

    void Store(IConsumer<Ignore?, Ignore?> consumer, PartitionPipeline pipeline)
    {
        // Nothing of a log that is no more may be committed to the one that took its name.
        if (rebuild || pipeline.Position is not { } position || position == pipeline.StoredUpTo) return;
        try
        {
            consumer.StoreOffset(new TopicPartitionOffset(name, pipeline.Partition, position));
            pipeline.StoredUpTo = position;
        }
        catch (KafkaException failure)
        {
            // Not committed means delivered again, which changes nothing.
            if (speak.Now(out _)) log.LogDebug(failure, "Offset {Offset} of {Topic} partition {Partition} could not be stored", position, name, pipeline.Partition);
        }
    }

    IEnumerable<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        if (partitions.Count == 0) return [];
        log.LogInformation("{Topic}: partitions {Partitions} are ours now", name, string.Join(", ", partitions.Select(partition => partition.Partition.Value)));

        // Asked once for all of this assignment, and afresh: the log may have been made anew since the last one.
        var cancel = identifying.Token;
        var asked = Task.Run(() => keeper.Ask(name, cancel), cancel);
        foreach (var partition in partitions)
        {
            Drop(partition.Partition);

            // A partition that went away while it was paused comes back paused, whoever has had it meanwhile.
            unpause.Add(partition.Partition);
            metrics.Assigned(name, 1);
            pipelines[partition.Partition] = new PartitionPipeline(
                name, partition.Partition, async cancellationToken => (await asked.WaitAsync(cancellationToken)).Log, processor, options).Start();
        }

        // Offsets committed for the log before this one mean nothing here, should the broker have kept them. What is read twice changes nothing.
        var from = startOverSince is { } since && time.GetElapsedTime(since) < StartOverFor ? Offset.Beginning : Offset.Unset;
        return partitions.Select(partition => new TopicPartitionOffset(partition, from));
    }

    void Revoked(IConsumer<Ignore?, Ignore?> consumer, List<TopicPartitionOffset> partitions)
    {
        log.LogInformation("{Topic}: partitions {Partitions} are given back", name, string.Join(", ", partitions.Select(partition => partition.Partition.Value)));
        List<PartitionPipeline> going = [.. partitions.Select(partition => pipelines.GetValueOrDefault(partition.Partition)).OfType<PartitionPipeline>()];
        if (!rebuild) FinishWithin(going);
        foreach (var pipeline in going)
        {
            // A batch that did not finish left the position where it was.
            Store(consumer, pipeline);
            Drop(pipeline.Partition);
        }
    }

    void Lost(List<TopicPartitionOffset> partitions)
    {
        log.LogWarning("{Topic}: partitions {Partitions} were taken away; what was in flight is left to their next owner", name, string.Join(", ", partitions.Select(partition => partition.Partition.Value)));
        foreach (var partition in partitions) Drop(partition.Partition);

        // The broker may have been away for long, and may come back as another one. A consumer remembers how far it had read and goes on from there
        // where the group has no offset; a new one begins as the group says, or at the beginning.
        rebuild = true;
    }

    void FinishWithin(List<PartitionPipeline> going)
    {
        foreach (var pipeline in going) pipeline.Finish();
        try
        {
            Task.WaitAll([.. going.Select(pipeline => pipeline.Completion)], options.DrainWithin);
        }
        catch (AggregateException)
        {
            // Its position says how far it came.
        }
    }

    void Drop(int partition)
    {
        unpause.Remove(partition);
        if (paused.Remove(partition)) metrics.Paused(name, -1);
        if (!pipelines.TryRemove(partition, out var pipeline)) return;
        metrics.Assigned(name, -1);
        pipeline.Abandon();
        pipeline.Completion.ContinueWith(static (_, stopped) => ((PartitionPipeline)stopped!).Dispose(), pipeline, TaskScheduler.Default);
    }

    void OtherLog(string sign)
    {
        if (rebuild) return;
        log.LogWarning("{Topic} is not the log it was ({Sign}): reading starts over", name, sign);
        startOverSince = time.GetTimestamp();
        rebuild = true;
    }

    void Failed(Error error)
    {
        // Topics not there yet, brokers away: librdkafka goes on trying by itself.
        if (speak.Now(out var others))
            log.LogWarning("The consumer of {Topic}: {Reason} ({Code}); {Others} like it since the last word", name, error.Reason, error.Code, others);
    }
}
