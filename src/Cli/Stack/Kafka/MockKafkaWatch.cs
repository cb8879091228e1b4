using Confluent.Kafka;

namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>
/// Watches the in-memory broker, which would drop its oldest messages in silence when it is full: slows producers down before that, and says it loudly should
/// messages be dropped that the silo had not read (a burst of megabytes into one partition is faster than any look).
/// </summary>
internal sealed class MockKafkaWatch : IAsyncDisposable
{
    static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    readonly string _bootstraps;
    readonly Action _brake;
    readonly Terminal _terminal;
    readonly MockKafkaLimits _limits;
    readonly TimeProvider _time;
    readonly Dictionary<TopicPartition, PartitionMoment> _seen = [];
    readonly Dictionary<TopicPartition, long> _reportedUpTo = [];
    readonly CancellationTokenSource _stopping = new();
    readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _watching;
    bool _braking;

    MockKafkaWatch(string bootstraps, Action brake, Terminal terminal, MockKafkaLimits limits, TimeProvider time)
    {
        (_bootstraps, _brake, _terminal, _limits, _time) = (bootstraps, brake, terminal, limits, time);
        // Asking a broker for offsets blocks the thread that asks.
        _watching = Task.Factory.StartNew(() => WatchAsync(_stopping.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Starts watching; done after the first look, so that nothing is written unwatched.</summary>
    public static async Task<MockKafkaWatch> StartAsync(InMemoryKafka kafka, Action brake, Terminal terminal, MockKafkaLimits limits, TimeProvider time)
    {
        MockKafkaWatch watch = new(kafka.Bootstraps, brake, terminal, limits, time);
        await Task.WhenAny(watch._looked.Task, watch._watching);
        return watch;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    async Task WatchAsync(CancellationToken stopping)
    {
        var readers = Topics.In.ToDictionary(topic => topic, ReaderOf);
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                Look(readers);
                _looked.TrySetResult();
                await Task.Delay(_limits.Every, _time, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        finally
        {
            foreach (var reader in readers.Values) reader.Dispose();
        }
    }

    // Belongs to the silo's group only to read what that group committed: it never joins it.
    IConsumer<Ignore, Ignore> ReaderOf(string topic) => new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
    {
        BootstrapServers = _bootstraps,
        GroupId = Topics.GroupOf(topic),
        EnableAutoCommit = false,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    void Look(Dictionary<string, IConsumer<Ignore, Ignore>> readers)
    {
        var mostUnread = 0L;
        foreach (var (topic, reader) in readers)
        {
            try
            {
                foreach (var (partition, moment) in MomentsOf(topic, reader))
                {
                    Judge(partition, moment);
                    mostUnread = Math.Max(mostUnread, moment.Unread);
                }
            }
            catch (KafkaException e)
            {
                _terminal.Warn($"The in-memory Kafka could not be checked ({e.Error.Reason}); trying again");
            }
        }

        Brake(mostUnread);
    }

    static IEnumerable<(TopicPartition Partition, PartitionMoment Moment)> MomentsOf(string topic, IConsumer<Ignore, Ignore> reader)
    {
        var partitions = Enumerable.Range(0, Topics.Partitions).Select(number => new TopicPartition(topic, number)).ToList();
        // What was committed is asked last: a message read, committed and then dropped while we ask must not look lost.
        var marks = partitions.ToDictionary(partition => partition, partition => reader.QueryWatermarkOffsets(partition, AnswerWithin));
        return reader.Committed(partitions, AnswerWithin).Select(position =>
        {
            var mark = marks[position.TopicPartition];
            return (position.TopicPartition, new PartitionMoment(mark.Low.Value, mark.High.Value, position.Offset.IsSpecial ? 0 : position.Offset.Value));
        });
    }

    void Judge(TopicPartition partition, PartitionMoment moment)
    {
        var reported = _reportedUpTo.GetValueOrDefault(partition);
        if (moment.Dropped > 0 && moment.Low > reported)
        {
            _terminal.Alarm(
                $"The in-memory Kafka was full and DROPPED {moment.Low - Math.Max(moment.Committed, reported)} messages of {partition.Topic} [{partition.Partition.Value}] that are not in the history yet "
                + $"(offsets {Math.Max(moment.Committed, reported)} to {moment.Low - 1}). Use a real broker for this amount: KAFKA_HOME or Kafka__BootstrapServers.");
            _reportedUpTo[partition] = moment.Low;
        }
        else if (_seen.TryGetValue(partition, out var earlier) && moment.PerhapsDropped(earlier) is > 0 and var perhaps && moment.Low > reported)
        {
            _terminal.Alarm(
                $"The in-memory Kafka was full and dropped {perhaps} messages of {partition.Topic} [{partition.Partition.Value}] so fast that it cannot be told whether they reached the history first "
                + $"(offsets {moment.Low - perhaps} to {moment.Low - 1}). Use a real broker for this amount: KAFKA_HOME or Kafka__BootstrapServers.");
            _reportedUpTo[partition] = moment.Low;
        }

        _seen[partition] = moment;
    }

    void Brake(long mostUnread)
    {
        if (mostUnread >= _limits.BrakeFrom)
        {
            if (!_braking) _terminal.Warn($"{mostUnread} messages of one partition wait to be read: the in-memory Kafka slows its producers down so that it need not drop any");
            _braking = true;
        }
        else if (_braking && mostUnread < _limits.CalmBelow)
        {
            _terminal.Say("The in-memory Kafka is read up to date again; producers go on at full speed");
            _braking = false;
        }

        // Between the two limits too: a backlog is to shrink, not to hover.
        if (_braking) _brake();
    }
}
