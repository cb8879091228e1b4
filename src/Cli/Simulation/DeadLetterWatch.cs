using System.Text;
using Confluent.Kafka;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>Reads the dead letters that arrive from the start of the run on, outside any consumer group, and keeps those of the messages we sent.</summary>
public sealed class DeadLetterWatch(string bootstrapServers) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
    {
        BootstrapServers = bootstrapServers,
        ClientId = "shiptrack-simulate",
        // Required by the client; nothing is ever committed to it.
        GroupId = "shiptrack-simulate",
        EnableAutoCommit = false,
        AllowAutoCreateTopics = false,
    }).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();

    /// <summary>Takes its place at the end of the topic as it is now.</summary>
    /// <exception cref="SimulationException">The topic is not there, or the broker does not answer.</exception>
    public void Start()
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            var topic = admin.GetMetadata(Topics.DeadLetter, Patience).Topics.Single();
            if (topic.Error.IsError || topic.Partitions.Count == 0)
                throw new SimulationException($"The topic {Topics.DeadLetter} is not there: {topic.Error.Reason}");
            consumer.Assign(topic.Partitions.Select(partition =>
            {
                var place = new TopicPartition(Topics.DeadLetter, partition.PartitionId);
                return new TopicPartitionOffset(place, consumer.QueryWatermarkOffsets(place, Patience).High);
            }));
        }
        catch (KafkaException unreachable)
        {
            throw new SimulationException($"Kafka at {bootstrapServers} cannot be read: {unreachable.Error.Reason}", unreachable);
        }
    }

    /// <summary>The dead letters that have come since the last call; does not wait.</summary>
    public IEnumerable<DeadLetter> Poll()
    {
        while (true)
        {
            ConsumeResult<byte[], byte[]>? result;
            try
            {
                result = consumer.Consume(TimeSpan.Zero);
            }
            catch (ConsumeException)
            {
                // A broker away for a while; the client reconnects by itself.
                yield break;
            }
            if (result is null)
                yield break;
            var headers = result.Message.Headers;
            yield return new DeadLetter(Text(headers, "topic"), Text(headers, "partition"), Text(headers, "offset"), Text(headers, "reason"));
        }
    }

    public void Dispose()
    {
        consumer.Close();
        consumer.Dispose();
    }

    static string Text(Headers headers, string name) => headers.TryGetLastBytes(name, out var bytes) && bytes is not null ? Encoding.UTF8.GetString(bytes) : "";
}
