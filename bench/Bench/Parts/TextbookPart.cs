using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;
using Marten;
using Npgsql;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;

namespace ShipmentTracker.Bench.Parts;

/// <summary>
/// (b) The textbook: a Kafka consumer, and for every reading a Marten session, an append, a commit, and the offset committed after it. Beside it the same with a
/// consumer for each of the six partitions.
/// </summary>
sealed class TextbookPart : IPart
{
    const string Topic = "bench.textbook";
    const int Partitions = 6;
    const int MaxMessages = 30_000;

    public string Name => "textbook";

    public bool Repeated => true;

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        lab.Say("(b) one Marten session per reading");
        var broker = await lab.Broker(cancellationToken);
        await Fill(lab, broker, cancellationToken);
        lab.Report.Add("textbookPerS", await Measure(lab, broker, 1, cancellationToken));
        if (lab.Sizes.TextbookParallel)
            lab.Report.Add("textbookParallelPerS", await Measure(lab, broker, Partitions, cancellationToken));
    }

    static async Task Fill(Lab lab, Broker broker, CancellationToken cancellationToken)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Bootstraps }).SetLogHandler((_, _) => { }).Build();
        try
        {
            await admin.CreateTopicsAsync([new() { Name = Topic, NumPartitions = Partitions, ReplicationFactor = 1 }]);
        }
        catch (Confluent.Kafka.Admin.CreateTopicsException e) when (e.Results.All(r => r.Error.Code is Confluent.Kafka.ErrorCode.TopicAlreadyExists))
        {
            // Filled by the repeat before.
            return;
        }
        catch (KafkaException) when (!broker.KeepsEverything)
        {
            // The in-memory broker makes a topic when somebody writes to it.
        }

        using var feeder = Feeder.Open(broker.Bootstraps);
        var fleet = new Fleet(new FleetShape { Series = 'T', Assets = lab.Sizes.Assets, OnDuty = lab.Sizes.OnDuty }, DateTimeOffset.UnixEpoch.AddYears(56));
        await Task.Run(() => feeder.Send(new Order(fleet), 0, MaxMessages, cancellationToken, Topic), cancellationToken);
        feeder.Acknowledged();
    }

    static async Task<double> Measure(Lab lab, Broker broker, int consumers, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(await lab.Database("textbook", cancellationToken));
        await MartenTables.Create(database, cancellationToken);
        using var store = MartenTables.Store(database);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var group = $"bench-{Guid.CreateVersion7():N}";
        var clock = new Clock();
        var running = Enumerable.Range(0, consumers).Select(_ => Task.Run(() => Consume(broker, group, store, clock, time.Token), CancellationToken.None)).ToList();
        await clock.Started.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        await Task.WhenAny(Task.Delay(lab.Sizes.Textbook, cancellationToken), clock.Exhausted.Task);
        var (elapsed, done) = (Stopwatch.GetElapsedTime(clock.Since), Interlocked.Read(ref clock.Done));
        await time.CancelAsync();
        await Task.WhenAll(running);
        return done / elapsed.TotalSeconds;
    }

    static async Task Consume(Broker broker, string group, DocumentStore store, Clock clock, CancellationToken stopping)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = broker.Bootstraps,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        }).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(Topic);
        try
        {
            while (true)
            {
                var message = consumer.Consume(stopping);
                var reading = JsonSerializer.Deserialize<PositionRecorded>(message.Message.Value, JsonSerializerOptions.Web)!;
                await using (var session = store.LightweightSession())
                {
                    session.Events.Append(reading.Asset, reading);
                    await session.SaveChangesAsync(stopping);
                }

                consumer.Commit(message);
                clock.Tick();
            }
        }
        catch (OperationCanceledException)
        {
            // Time is up.
        }
        finally
        {
            consumer.Close();
        }
    }

    sealed class Clock
    {
        // The first of them pay for what is done once: compiling, connecting, joining the group.
        const int Warm = 200;

        long seen;

        public long Done;
        public long Since;

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Exhausted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Tick()
        {
            var n = Interlocked.Increment(ref seen);
            if (n > Warm)
                Interlocked.Increment(ref Done);
            if (n == Warm)
            {
                Since = Stopwatch.GetTimestamp();
                Started.TrySetResult();
            }

            if (n == MaxMessages)
                Exhausted.TrySetResult();
        }
    }
}
