using Confluent.Kafka;

namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>
/// A Kafka in this process's memory, for trying out and for tests: librdkafka's own mock cluster, listening on loopback for any Kafka client. It keeps at most
/// 5 MB or 100,000 batches a partition and drops the oldest beyond that without a word, so whoever uses it for more than a test watches it
/// (<see cref="MockKafkaWatch"/>). Topics unknown to it spring up with 4 partitions when asked for.
/// </summary>
public sealed class MockKafkaCluster : IDisposable
{
    readonly Lock _lock = new();
    readonly nint _client;
    nint _cluster;

    /// <param name="brokers">How many brokers it pretends to have, numbered from 1.</param>
    public MockKafkaCluster(int brokers = 1)
    {
        _client = LibRdKafka.NewClient();
        _cluster = LibRdKafka.NewCluster(_client, brokers);
        if (_cluster == 0)
        {
            LibRdKafka.DestroyClient(_client);
            throw new InvalidOperationException("librdkafka could not make a mock cluster");
        }

        // Real brokers wait for further members of a new group; here nobody gains from that.
        LibRdKafka.SetGroupDelay(_cluster, 0);
        Bootstraps = LibRdKafka.Bootstraps(_cluster);
    }

    /// <summary>Where clients connect: <c>host:port</c>, several with commas between them.</summary>
    public string Bootstraps { get; }

    /// <summary>Makes an empty topic.</summary>
    public void CreateTopic(string name, int partitions, int replicas = 1) => Do(cluster => LibRdKafka.CreateTopic(cluster, name, partitions, replicas));

    /// <summary>Moves a partition to a broker.</summary>
    public void SetLeader(string topic, int partition, int broker) => Do(cluster => LibRdKafka.SetLeader(cluster, topic, partition, broker));

    /// <summary>Lets the next requests of a kind fail, whatever broker they go to: one request for each error, in this order.</summary>
    public void FailNext(KafkaRequest request, params ErrorCode[] errors) => Do(cluster =>
    {
        LibRdKafka.PushErrors(cluster, (short)request, [.. errors.Select(error => (int)error)]);
        return 0;
    });

    /// <summary>Forgets what is left of <see cref="FailNext"/>.</summary>
    public void StopFailing(KafkaRequest request) => Do(cluster =>
    {
        LibRdKafka.ClearErrors(cluster, (short)request);
        return 0;
    });

    /// <summary>Answers the next request of a kind at one broker with an error, or only late (<see cref="ErrorCode.NoError"/> and a delay).</summary>
    public void FailNextAt(int broker, KafkaRequest request, ErrorCode error, TimeSpan answerAfter = default) =>
        Do(cluster => LibRdKafka.PushBrokerError(cluster, broker, (short)request, (int)error, (int)answerAfter.TotalMilliseconds));

    /// <summary>How many errors of <see cref="FailNextAt"/> are still to come.</summary>
    public int PendingAt(int broker, KafkaRequest request)
    {
        nuint pending = 0;
        Do(cluster => LibRdKafka.PendingBrokerErrors(cluster, broker, (short)request, out pending));
        return (int)pending;
    }

    /// <summary>Takes a broker off the network: connections are cut, new ones refused. Its messages stay.</summary>
    public void TakeDown(int broker) => Do(cluster => LibRdKafka.SetDown(cluster, broker));

    /// <summary>Brings a broker back.</summary>
    public void BringUp(int broker) => Do(cluster => LibRdKafka.SetUp(cluster, broker));

    /// <summary>Ends the cluster and everything in it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_cluster == 0) return;
            LibRdKafka.DestroyCluster(_cluster);
            _cluster = 0;
            LibRdKafka.DestroyClient(_client);
        }
    }

    void Do(Func<nint, int> action)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            var error = (ErrorCode)action(_cluster);
            if (error != ErrorCode.NoError) throw new KafkaException(error);
        }
    }
}
