using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>What the broker says of a topic.</summary>
/// <param name="Log">Which log it is: another one after the topic, or the broker, was made anew.</param>
/// <param name="Partitions">How many partitions it has.</param>
sealed record TopicFacts(string Log, int Partitions);

/// <summary>
/// Makes missing topics and keeps looking at them: a topic can be made anew while we run, and only its identity tells. Ready when all are there.
/// </summary>
sealed class TopicKeeper(IOptions<KafkaOptions> options, KeptAdmin admin, TimeProvider time, ILogger<TopicKeeper> log) : BackgroundService, IHealthCheck
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(500);

    /// <summary>A dead letter is its original and our headers; it must fit where the original just about did.</summary>
    const int DeadLetterMaxBytes = 8 * 1024 * 1024;

    /// <summary>What must be there before the ingest and the dispatch of alerts can work.</summary>
    static readonly IReadOnlyList<string> Needed = [.. Topics.Telemetry, Topics.DeadLetter, Topics.Alerts];

    readonly ConcurrentDictionary<string, TopicFacts> known = new();
    readonly Occasionally speak = new(time, TimeSpan.FromSeconds(30));
    volatile string trouble = "the broker has not answered yet";

    /// <summary>What was last heard of a topic; null while it is not there or the broker never answered.</summary>
    public TopicFacts? Known(string topic) => known.GetValueOrDefault(topic);

    /// <summary>Asks the broker now, as often as it takes, and does not answer from memory.</summary>
    public async Task<TopicFacts> Ask(string topic, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Look([topic], cancellationToken);
                if (Known(topic) is { } facts) return facts;
            }
            catch (KafkaException)
            {
                // The regular look reports it.
            }

            await Task.Delay(PauseBetweenTries, time, cancellationToken);
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = Needed.Where(topic => Known(topic) is null).ToList();
        return Task.FromResult(
            missing.Count > 0 ? HealthCheckResult.Unhealthy($"not there: {string.Join(", ", missing)}{(trouble.Length > 0 ? $" ({trouble})" : "")}")
            : trouble.Length > 0 ? HealthCheckResult.Degraded(trouble)
            : HealthCheckResult.Healthy());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var answered = await TryLook(stoppingToken);
            var complete = answered && Needed.All(known.ContainsKey);
            try
            {
                await Task.Delay(complete ? LookEvery : PauseBetweenTries, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    async Task<bool> TryLook(CancellationToken stoppingToken)
    {
        try
        {
            await Look(Needed, stoppingToken);
            var missing = Needed.Where(topic => !known.ContainsKey(topic)).ToList();
            if (missing.Count > 0 && options.Value.CreateTopics)
            {
                await Make(missing, stoppingToken);
                await Look(Needed, stoppingToken);
            }

            if (trouble.Length > 0) log.LogInformation("The broker at {Brokers} answers", options.Value.BootstrapServers);
            trouble = "";
            return true;
        }
        catch (KafkaException failure)
        {
            trouble = $"the broker does not do as asked: {failure.Error.Reason}";
            if (speak.Now(out _)) log.LogWarning("The broker at {Brokers}: {Reason}; trying again", options.Value.BootstrapServers, failure.Error.Reason);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    async Task Look(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        // All of the cluster's, in one answer: asked for one by one, a broker may make what is not there.
        var metadata = await admin.Ask(client => Task.Run(() => client.GetMetadata(KeptAdmin.RequestTimeout), cancellationToken), cancellationToken);
        var there = metadata.Topics.Where(topic => topics.Contains(topic.Topic) && !topic.Error.IsError && topic.Partitions.Count > 0).ToList();

        // Confluent's client comes to its end, and may take the process with it, when it is asked to describe a partition without a replica in sync, as there are
        // while a broker stops. What was known of such a topic stays, and whoever asks for it anew has to wait.
        var dark = there.Where(topic => topic.Partitions.Any(partition => partition.InSyncReplicas.Length == 0)).Select(topic => topic.Topic).ToList();
        var found = options.Value.LogIdentity is { } stated
            ? there.ToDictionary(topic => topic.Topic, topic => new TopicFacts(stated, topic.Partitions.Count))
            : await Describe([.. there.Select(topic => topic.Topic).Except(dark)], cancellationToken);
        foreach (var topic in topics.Except(dark))
        {
            if (found.TryGetValue(topic, out var facts)) known[topic] = facts;
            else known.TryRemove(topic, out _);
        }

        if (dark.Count > 0)
            throw new KafkaException(new Error(Confluent.Kafka.ErrorCode.LeaderNotAvailable, $"partitions without a replica in sync: {string.Join(", ", dark)}"));
    }

    async Task<Dictionary<string, TopicFacts>> Describe(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, TopicFacts>();
        if (topics.Count == 0) return found;

        IEnumerable<TopicDescription> answer;
        try
        {
            answer = (await admin.Ask(
                client => client.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), new DescribeTopicsOptions { RequestTimeout = KeptAdmin.RequestTimeout }),
                cancellationToken)).TopicDescriptions;
        }
        catch (DescribeTopicsException partly)
        {
            answer = partly.Results.TopicDescriptions;
            if (answer.FirstOrDefault(topic => topic.Error.IsError && topic.Error.Code != Confluent.Kafka.ErrorCode.UnknownTopicOrPart) is { } failed)
                throw new KafkaException(failed.Error);
        }

        string? cluster = null;
        foreach (var topic in answer.Where(topic => !topic.Error.IsError))
        {
            // Brokers before 2.8 know no topic ids. The name is the best there is; a topic deleted and made anew there looks like the old one.
            var id = topic.TopicId is { } uuid && (uuid.MostSignificantBits, uuid.LeastSignificantBits) != (0, 0) ? uuid.ToString() : null;
            var identity = Known(topic.Name)?.Log;
            if (id is null || identity is null || !identity.EndsWith($"/{id}", StringComparison.Ordinal))
                identity = $"{cluster ??= await Cluster(cancellationToken)}/{id ?? topic.Name}";
            found.Add(topic.Name, new TopicFacts(identity, topic.Partitions.Count));
        }

        return found;
    }

    async Task<string> Cluster(CancellationToken cancellationToken) =>
        (await admin.Ask(client => client.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = KeptAdmin.RequestTimeout }), cancellationToken)).ClusterId;

    async Task Make(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        var retentionMs = TimeSpan.FromHours(options.Value.RetentionHours).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        var wanted = topics.Select(topic => new TopicSpecification
        {
            Name = topic,
            NumPartitions = options.Value.Partitions,
            ReplicationFactor = options.Value.ReplicationFactor,
            Configs = new Dictionary<string, string>
            {
                // With the sender's time a reading that comes days late would be deleted as soon as it arrives.
                ["message.timestamp.type"] = "LogAppendTime",
                ["cleanup.policy"] = "delete",
                ["retention.ms"] = retentionMs,
                ["max.message.bytes"] = (topic == Topics.DeadLetter ? DeadLetterMaxBytes : 1024 * 1024).ToString(CultureInfo.InvariantCulture),
            },
        }).ToList();
        try
        {
            await admin.Ask(
                async client =>
                {
                    await client.CreateTopicsAsync(wanted, new CreateTopicsOptions { RequestTimeout = KeptAdmin.RequestTimeout, OperationTimeout = KeptAdmin.RequestTimeout });
                    return true;
                },
                cancellationToken);
            log.LogInformation("Made the topics {Topics}", string.Join(", ", wanted.Select(topic => topic.Name)));
        }
        catch (CreateTopicsException partly)
        {
            // Another silo was faster: as good as made by us.
            if (partly.Results.FirstOrDefault(topic => topic.Error.IsError && topic.Error.Code != Confluent.Kafka.ErrorCode.TopicAlreadyExists) is { } failed)
                throw new KafkaException(failed.Error);
        }
    }
}
